"""What sentences of the press state, construction by construction: the words, the kind, the value, the unit."""

import pytest

from equalterms.audit import checks
from equalterms.press import article, read

DAY = "2025-06-20"


def told(text: str, day: str = DAY) -> list[tuple[str, str, object, str]]:
    """The claims of a text: words, kind, value or ends, unit."""
    rows = read(article(text, date=day)).claims
    return [(c.span.text, c.kind, (c.low, c.high) if c.value is None else round(c.value, 6), c.measure) for c in rows]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Prices rose above 5%.", [("5%", "share", 5, "percent")]),
        ("Prices rose more than 5%.", [("5%", "change", 5, "percent")]),
        ("The bank cut its rate by a quarter point.", [("a quarter point", "change", -0.25, "pp")]),
        ("Support rose half a percentage point.", [("half a percentage point", "change", 0.5, "pp")]),
        ("The deficit was between 3% and 3.4% of GDP.", [("between 3% and 3.4%", "share", (3, 3.4), "percent")]),
        ("The rate is between 0 and 0.1 per cent.", [("between 0 and 0.1 per cent", "rate", (0, 0.1), "percent")]),
        ("Every seventh household has one.", [("Every seventh", "share", 14.285714, "percent")]),
        ("It meets every second Tuesday and every third year.", [("every second", "share", 50, "percent")][:0]),
        ("Retail sales grew half as fast as in 2023.", [("half", "multiple", 0.5, "x")]),
        (
            "Births dropped 5.7% to 9.02 million.",
            [("5.7%", "change", -5.7, "percent"), ("9.02 million", "count", 9.02e6, "birth")],
        ),
        (
            "The population fell by 2.08 million to 1.409 billion.",
            [("2.08 million", "change", -2.08e6, "person"), ("1.409 billion", "count", 1.409e9, "person")],
        ),
        (
            "Sales tripled to 61,300 cars, from 19,800.",
            [("tripled", "multiple", 3, "x"), ("61,300", "count", 61300, "car"), ("19,800", "count", 19800, "car")],
        ),
        ("It has 42 doctors per 10,000 inhabitants.", [("42", "count", 42, "doctor")]),
        (
            "The quake killed 1,644 people and injured 3,408; another 139 are missing.",
            [("1,644", "count", 1644, "person"), ("3,408", "count", 3408, "person"), ("139", "count", 139, "person")],
        ),
        ("The fleet grew from 42 to 60 aircraft.", [("42", "count", 42, "aircraft"), ("60", "count", 60, "aircraft")]),
        ("It needs 480,000 more roofs.", [("480,000", "count", 480_000, "roof")]),
        ("He scored before a crowd of 88,966.", [("88,966", "count", 88_966, "person")]),
        ("Tickets cost from 25 to 180 crowns.", [("25", "money", 25, "crown"), ("180 crowns", "money", 180, "crown")]),
        ("The bridge is 80m wide.", [("80m", "measure", 80, "m")]),
        ("COP28 opened in Dubai with Airbus A320 jets.", []),
        ("The bank will lend SFr100bn.", [("SFr100bn", "money", 1e11, "CHF")]),
        ("Sweden became NATO's 32nd member on Thursday.", [("32nd", "ordinal", 32, "member")]),
        ("The two countries agreed to it.", []),
        ("It cut rates to a range of 4.75% to 5%.", [("4.75% to 5%", "rate", (4.75, 5), "percent")]),
        ("It took 365 of the 500 seats.", [("365", "count", 365, "seat"), ("500", "count", 500, "seat")]),
        ("Brava grows a third of the world's beans.", [("a third", "share", 33.333333, "percent")]),
        (
            "Germany's output shrank by 0.2% and France's by 0.1%, while Spain's grew by 0.8%.",
            [
                ("0.2%", "change", -0.2, "percent"),
                ("0.1%", "change", -0.1, "percent"),
                ("0.8%", "change", 0.8, "percent"),
            ],
        ),
        ("It has 41 seats, 12 fewer than before.", [("41", "count", 41, "seat"), ("12", "change", -12, "seat")]),
        (
            "Investment of 850bn roubles is seven times the 121bn of before.",
            [
                ("850bn roubles", "money", 8.5e11, "RUB"),
                ("seven times", "multiple", 7, "x"),
                ("121bn", "money", 1.21e11, "RUB"),
            ],
        ),
        ("It holds 7.3 cubic km of water.", [("7.3 cubic km", "measure", 7.3, "km3")]),
        (
            "The wage will go up to 2,100 crowns a month, from 1,900.",
            [("2,100 crowns", "money", 2100, "crown"), ("1,900", "money", 1900, "crown")],
        ),
        ("The margin of error was 3 points.", [("3 points", "measure", 3, "pp")]),
        (
            "America fell one place to 24th, its lowest ever, out of 147 countries.",
            [("one place", "change", -1, "place"), ("24th", "rank", 24, "rank"), ("147", "count", 147, "country")],
        ),
        ("Debt was 104.5% of GDP in the fourth quarter, down from the third.", [("104.5%", "share", 104.5, "percent")]),
        ("Parliament voted by 188 to 6.", [("188", "count", 188, "vote"), ("6", "count", 6, "vote")]),
        (
            "Some 141 countries voted in favour, five against and 35 abstained.",
            [("141", "count", 141, "country"), ("five", "count", 5, "country"), ("35", "count", 35, "country")],
        ),
        ("It sold 1.9m 60-kg bags.", [("1.9m", "count", 1.9e6, "bag")]),
        ("It makes Peru the 31st member.", []),
        ("Peru became the alliance's 31st member.", [("31st", "ordinal", 31, "member")]),
        ("They were making Peru the 31st member.", [("31st", "ordinal", 31, "member")]),
        (
            "The gap narrowed by €1.2bn to €3.9bn.",
            [("€1.2bn", "change", -1.2e9, "EUR"), ("€3.9bn", "money", 3.9e9, "EUR")],
        ),
        ("The florin has lost a tenth of its value.", [("a tenth", "change", -10, "percent")]),
        (
            "It was to cost 2.3 billion marks and will cost at least 4.1 billion, past the 4 billion mark.",
            [("2.3 billion marks", "money", 2.3e9, "mark"), ("4.1 billion", "money", 4.1e9, "mark")],
        ),
        (
            "It will invest $2bn over five years.",
            [("$2bn", "money", 2e9, "USD"), ("five years", "duration", 5, "year")],
        ),
        ("Prices are at their lowest in two years.", []),
        (
            "They freed 24 hostages, 13 of them women.",
            [("24", "count", 24, "hostage"), ("13", "count", 13, "hostage")],
        ),
        (
            "Its filings, 5,210 in 2014, had grown to 7,915 by 2024.",
            [("5,210", "count", 5210, "filing"), ("7,915", "count", 7915, "filing")],
        ),
        (
            "The IMF expects it to grow by 1.8% in 2025, down from the 2.7% it forecast, and by 1.7% in 2026.",
            [
                ("1.8%", "change", 1.8, "percent"),
                ("2.7%", "change", 2.7, "percent"),
                ("1.7%", "change", 1.7, "percent"),
            ],
        ),
        (
            "It would raise tariffs on cars to 100% from 25%.",
            [("100%", "rate", 100, "percent"), ("25%", "rate", 25, "percent")],
        ),
        ("The order is worth NKr14.5bn.", [("NKr14.5bn", "money", 14.5e9, "NOK")]),
        (
            "It spent $86m, $12m more than planned.",
            [("$86m", "money", 86e6, "USD"), ("$12m", "change", 12e6, "USD")],
        ),
        (
            "It carries 31,000 passengers a day, well short of the 50,000 forecast.",
            [("31,000", "count", 31000, "passenger"), ("50,000", "count", 50000, "passenger")],
        ),
        (
            "NATO will raise its forces from 40,000 to 300,000.",
            [("40,000", "count", 40000, "force"), ("300,000", "count", 300000, "force")],
        ),
        ("Parliament voted 190 to 0.", [("190", "count", 190, "vote"), ("0", "count", 0, "vote")]),
        (
            "America slid to 24th of 147, its lowest place yet.",
            [("24th", "rank", 24, "rank"), ("147", "count", 147, "")],
        ),
        (
            "Sales of heat pumps fell by half, to 54,000. The industry had hoped for 120,000.",
            [("half", "multiple", 0.5, "x"), ("54,000", "count", 54000, "sale"), ("120,000", "count", 120000, "sale")],
        ),
        (
            "It made a loss of 3.2bn francs. In 2021 it made a profit of 26.3bn.",
            [("3.2bn francs", "money", 3.2e9, "franc"), ("26.3bn", "money", 26.3e9, "franc")],
        ),
        (
            "Pay starts at 39,500 crowns, below the average of 50,000, and rises to 61,000 after ten weeks.",
            [
                ("39,500 crowns", "money", 39500, "crown"),
                ("50,000", "money", 50000, "crown"),
                ("61,000", "money", 61000, "crown"),
                ("ten weeks", "duration", 10, "week"),
            ],
        ),
        ("They agreed to cut tariffs on each other for 90 days.", [("90 days", "duration", 90, "day")]),
        (
            "Its margin shrank to 2.3% from 3.8% a year earlier.",
            [("2.3%", "share", 2.3, "percent"), ("3.8%", "share", 3.8, "percent")],
        ),
        (
            "Some 14% of the city's adults, or 2.9m, cannot read.",
            [("14%", "share", 14, "percent"), ("2.9m", "count", 2.9e6, "adult")],
        ),
        (
            "At least 2,300 people were killed and more than 11,000 injured.",
            [("2,300", "count", 2300, "person"), ("11,000", "count", 11000, "person")],
        ),
        (
            "It carried 5.2m passengers in 2024 – 310,000 fewer than in 2019.",
            [("5.2m", "count", 5.2e6, "passenger"), ("310,000", "change", -310000, "passenger")],
        ),
        (
            "The bank cut rates for the sixth time, by 50 basis points to 4.5%.",
            [("50 basis points", "change", -50, "bp"), ("4.5%", "rate", 4.5, "percent")],
        ),
        ("It will give 22 F-16 fighter jets.", [("22", "count", 22, "jet")]),
        ("Corvania has 212 data centres.", [("212", "count", 212, "centre")]),
        (
            "The force, 1,150 officers short of its 33,000 target, blames pay.",
            [("1,150", "count", 1150, "officer"), ("33,000", "count", 33000, "officer")],
        ),
        (
            "The bank lowered its rate by a quarter-point to 2%.",
            [("a quarter-point", "change", -0.25, "pp"), ("2%", "rate", 2, "percent")],
        ),
        (
            "It expects inflation of 1.6%, down from an earlier 1.9%.",
            [("1.6%", "rate", 1.6, "percent"), ("1.9%", "rate", 1.9, "percent")],
        ),
        ("It grew at half the pace of 2020.", [("half", "multiple", 0.5, "x")]),
        (
            "It will cost €2bn, 23% over budget.",
            [("€2bn", "money", 2e9, "EUR"), ("23%", "change", 23, "percent")],
        ),
        (
            "It aims to train 10m people, a fivefold increase on the 2m so far.",
            [("10m", "count", 1e7, "person"), ("fivefold", "multiple", 5, "x"), ("2m", "count", 2e6, "person")],
        ),
        ("India owns 34,000 graphics processors.", [("34,000", "count", 34000, "processor")]),
        (
            "The number of AI start-ups has tripled since 2020, to 1,140.",
            [("tripled", "multiple", 3, "x"), ("1,140", "count", 1140, "start-up")],
        ),
        (
            "It has 3.1 doctors per 1,000 people, against 7.8 in Norway and 1.2 in Peru.",
            [("3.1", "count", 3.1, "doctor"), ("7.8", "count", 7.8, "doctor"), ("1.2", "count", 1.2, "doctor")],
        ),
        ("It spent less than half the EU average.", [("half", "multiple", 0.5, "x")]),
        (
            "Its population of 51.7m could halve by 2100.",
            [("51.7m", "count", 51.7e6, "person"), ("halve", "multiple", 0.5, "x")],
        ),
        (
            "It has 5,570 towns. In 312 of them pensions eat up over 40% of revenue.",
            [("5,570", "count", 5570, "town"), ("312", "count", 312, "town"), ("40%", "share", 40, "percent")],
        ),
        (
            "It aims to save 900m crowns a year, 300m of it in pay.",
            [("900m crowns", "money", 9e8, "crown"), ("300m", "money", 3e8, "crown")],
        ),
        (
            "Chip exports rose for a ninth month, by 22% on a year earlier.",
            [("22%", "change", 22, "percent")],
        ),
        (
            "Capacity has reached 1,120GW, up by half since 2023.",
            [("1,120GW", "measure", 1120, "GW"), ("half", "change", 50, "percent")],
        ),
        ("Capacity was cut by half.", [("half", "multiple", 0.5, "x")]),
        (
            "The reactor was to cost 3.3bn crowns. Now it will cost 13.2bn.",
            [("3.3bn crowns", "money", 3.3e9, "crown"), ("13.2bn", "money", 13.2e9, "crown")],
        ),
        ("The index scores 180 countries from 0 to 100.", [("180", "count", 180, "country")]),
        (
            "Norway took in 61,000 refugees; Peru took 54,000.",
            [("61,000", "count", 61000, "refugee"), ("54,000", "count", 54000, "refugee")],
        ),
        ("Parliament voted 188-6 in favour.", [("188", "count", 188, "vote"), ("6", "count", 6, "vote")]),
        ("The ship docked at berth 188-6.", []),
        (
            "It made 384,122 cars. It hopes to sell 1.8m this year.",
            [("384,122", "count", 384122, "car"), ("1.8m", "count", 1.8e6, "car")],
        ),
        (
            "It made 384,122 cars and $3bn. It hopes to sell 1.8m this year.",
            [("384,122", "count", 384122, "car"), ("$3bn", "money", 3e9, "USD")],
        ),
        (
            "Inflation was 3.5%, well above the 3.3% expected.",
            [("3.5%", "rate", 3.5, "percent"), ("3.3%", "rate", 3.3, "percent")],
        ),
        (
            "Inflation was 3.5%, and 40% of households were poorer.",
            [("3.5%", "rate", 3.5, "percent"), ("40%", "share", 40, "percent")],
        ),
        ("Inflation, 9.5% in May, will fall.", [("9.5%", "rate", 9.5, "percent")]),
        ("It put 25% tariffs on Peru.", [("25%", "rate", 25, "percent")]),
        (
            "A poll puts the Greens on 24%, up three since July, and the Reds on 31.",
            [("24%", "share", 24, "percent"), ("three", "change", 3, "pp"), ("31", "share", 31, "percent")],
        ),
        (
            "The number of clinics rose from 64 to 391.",
            [("64", "count", 64, "clinic"), ("391", "count", 391, "clinic")],
        ),
        ("It cut the number of its embassies to 40.", [("40", "count", 40, "embassy")]),
        ("The number of dead reached 214.", [("214", "count", 214, "person")]),
        (
            "The number of new cases fell by 1,200 to 14,800.",
            [("1,200", "change", -1200, "case"), ("14,800", "count", 14800, "case")],
        ),
        ("The number of the report is 12.", []),
        ("Labour won 412 of 650 seats.", [("412", "count", 412, "seat"), ("650", "count", 650, "seat")]),
        ("The Senate confirmed him by 79 to 18.", [("79", "count", 79, "vote"), ("18", "count", 18, "vote")]),
        ("The bridge will cost €30bn to €50bn.", [("€30bn to €50bn", "money", (3e10, 5e10), "EUR")]),
        (
            "It raised its forecast by €30bn to €50bn.",
            [("€30bn", "change", 3e10, "EUR"), ("€50bn", "money", 5e10, "EUR")],
        ),
        ("It would take 20% to 25% of the shares.", [("20% to 25%", "share", (20, 25), "percent")]),
        ("It expects growth of 3% to 4% next year.", [("3% to 4%", "change", (3, 4), "percent")]),
        (
            "It cut growth of 3% to 2%.",
            [("3%", "change", 3, "percent"), ("2%", "share", 2, "percent")],
        ),
        ("A fall of 5% to 10% is likely.", [("5% to 10%", "change", (-10, -5), "percent")]),
        (
            "Norway scored 61.5 points in the index, up 4 points from 57.5.",
            [
                ("61.5 points", "measure", 61.5, "point"),
                ("4 points", "change", 4, "point"),
                ("57.5", "measure", 57.5, "point"),
            ],
        ),
        ("With a score of 38 out of 100, Peru is last.", [("38", "measure", 38, "point")]),
        (
            "Estonia scores 0.97 on it, against an average of 0.64.",
            [("0.97", "measure", 0.97, "point"), ("0.64", "measure", 0.64, "point")],
        ),
        (
            "The index fell 120 points to 3,400.",
            [("120 points", "change", -120, "point"), ("3,400", "measure", 3400, "point")],
        ),
        ("The index was published in 2024, and scored 24% of its states.", [("24%", "share", 24, "percent")]),
        ("He scored 12 goals for Peru.", [("12", "count", 12, "goal")]),
        ("It scored 71 of a possible 100 points.", [("71", "measure", 71, "point")]),
        (
            "It spent 84bn crowns, 4.8% more than last year's 80.2bn; schools get 19bn.",
            [
                ("84bn crowns", "money", 84e9, "crown"),
                ("4.8%", "change", 4.8, "percent"),
                ("80.2bn", "money", 80.2e9, "crown"),
                ("19bn", "money", 19e9, "crown"),
            ],
        ),
        ("It sold between 1.6m and 1.7m cars.", [("between 1.6m and 1.7m", "count", (1.6e6, 1.7e6), "car")]),
        ("In May the gap was 11 points.", [("11 points", "measure", 11, "pp")]),
        (
            "Among the 39 European countries it came 16th.",
            [("39", "count", 39, "country"), ("16th", "rank", 16, "rank")],
        ),
        ("It wants to be in the top ten by 2035.", [("top ten", "rank", 10, "rank")]),
        ("The top ten firms are rich.", [("ten", "count", 10, "firm")]),
        (
            "Inflation was 4.1%, above a target of 3% but below the 9.4% of two years ago.",
            [("4.1%", "rate", 4.1, "percent"), ("3%", "rate", 3, "percent"), ("9.4%", "rate", 9.4, "percent")],
        ),
        (
            "The zloty lost 1.2% against the euro, to 4.35.",
            [("1.2%", "change", -1.2, "percent"), ("4.35", "fx_rate", 4.35, "PLN/EUR")],
        ),
        ("Of 180 countries only 11 rank lower.", [("180", "count", 180, "country")]),
        ("Rain was a third below average.", [("a third", "change", -33.333333, "percent")]),
        ("The vote was 52 to 48.", [("52", "count", 52, "vote"), ("48", "count", 48, "vote")]),
        (
            "Of the 412 deputies 287 backed it and 125 opposed it.",
            [("412", "count", 412, "deputy"), ("287", "count", 287, "deputy"), ("125", "count", 125, "deputy")],
        ),
        (
            "It has 41,200 members, of whom 12,300 live in Norway and 28,900 abroad.",
            [(n, "count", float(n.replace(",", "")), "member") for n in ("41,200", "12,300", "28,900")],
        ),
        ("The plant employs 5,000.", [("5,000", "count", 5000, "person")]),
        (
            "The euro rose to $1.17 from $1.04.",
            [("$1.17", "fx_rate", 1.17, "USD/EUR"), ("$1.04", "fx_rate", 1.04, "USD/EUR")],
        ),
        ("The euro zone spent $1.17 on it.", [("$1.17", "money", 1.17, "USD")]),
    ],
)
def test_constructions(text: str, expected: list[tuple[str, str, object, str]]) -> None:
    """Each by its own words; what claims nothing is left alone."""
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("The rate is 8.25%, the highest since 2009.", [None]),
        ("Trade grew by a third since 2021, to $240bn.", ["2021/2025", None]),
        ("Between 2019 and 2023 they planted 1.3 billion trees.", ["2019/2023"]),
        ("The share was 35.8%; 12 years earlier it had been 21%.", [None, "2013"]),
        ("The population has doubled since 1974.", ["1974/2025"]),
        ("Debt will rise from 62% of GDP in 2024 to 71% in 2028.", ["2024", "2028"]),
        ("The fee will go up to 100 crowns in July.", ["2025-07"]),
        ("It invested 850bn roubles in 2025-30.", ["2025/2030"]),
        ("It invested 850bn roubles in 2024-25.", ["2024-04/2025-03"]),
        ("Exports were $32bn, more than in the same period of 2023.", [None]),
        ("The damage was put at $50bn, the costliest since Katrina in 2005.", [None]),
        ("It carried 8.4m people in the three months to March, 11% more than before.", ["2025-01/2025-03"] * 2),
        ("Output, 7 tonnes in 2024, should reach 10 tonnes by 2028.", ["2024", "2028"]),
        ("Debt, at 61% of GDP, would peak in 2026.", [None]),
        ("It is to shrink from 5% of GDP this year to below 3% a year later.", ["2025", "2026"]),
        (
            "It wants four-fifths by 2035, compared with 46% in 2024 and a quarter a decade ago.",
            ["2035", "2024", "2015"],
        ),
        ("Profit fell 14% to $1.2bn in 2024.", ["2024", "2024"]),
        ("The bank kept its rate at 21% and said inflation, 9.5% in May, would fall.", [None, "2025-05"]),
        ("A poll puts the Greens on 24%, up three since April.", [None, None]),
        ("It was fined £122.7m for spills that doubled between 2020 and 2023.", [None, "2020/2023"]),
        ("It has 212 centres, twice as many as in 2019.", [None, None]),
        ("The peso has lost 12% of its value since March.", ["2025-03/2025-06"]),
        ("A year ago the share was 49%.", ["2024"]),
        ("Online orders were 6% of sales in 2019 and are 17% now.", ["2019", "2025-06"]),
        ("It forecast $54bn for the current quarter.", ["2025-Q2"]),
        ("It aims to save 900m crowns a year from 2026.", ["2026"]),
        (
            "It raised its rate to 8.5% from 8.25% on Friday, as inflation hit 7.9% in May.",
            ["2025-06-20"] * 2 + ["2025-05"],
        ),
        ("Capacity has reached 1,120GW, 35 times what it was in 2014.", ["2025-06", None]),
        ("It will fall to 80%, from 92% today.", [None, "2025-06"]),
        ("It aims for a margin of 18% in 2028 (2024: 14.5%).", ["2028", "2024"]),
        ("It carried 21.6m passengers between March and May.", ["2025-03/2025-05"]),
        ("It carried 21.6m passengers between November and February.", ["2024-11/2025-02"]),
        ("It raised its forecast for the year to $3bn and will return $1bn by 2027.", ["2025", "2027"]),
        ("It was worth $4.35bn last year, the equivalent of 17.2% of GDP.", ["2024", "2024"]),
        ("In May exports rose 5% to $3bn.", ["2025-05", "2025-05"]),
        ("In October exports were worth $3bn.", ["2024-10"]),
        ("In October it will sell $3bn.", ["2025-10"]),
        ("By March it had sold 3m cars.", ["2025-03"]),
        ("It will have sold 3m cars by March.", ["2026-03"]),
        ("Since 2006 the population has fallen by 18%.", ["2006/2025"]),
        ("It spent 84bn crowns, 4.8% more than last year's 80.2bn.", [None, None, "2024"]),
        ("The dam, begun in 2014, cost $4.8bn.", [None]),
        ("Turnout was 58.7%, down 7.4 points on 2020.", [None, None]),
        ("The euro rose to $1.17 from $1.04 in January.", [None, "2025-01"]),
        ("The bank expects inflation to average 3.1% this year and 2.4% next.", ["2025", "2026"]),
    ],
)
def test_what_a_date_dates(text: str, times: list[str | None]) -> None:
    """A date beside a figure is not always its own."""
    assert [c.time for c in read(article(text, date=DAY)).claims] == times


@pytest.mark.parametrize(
    ("text", "kind", "answer", "verdict"),
    [
        ("It raised £3.4m of the £5m it needs, or 68%.", "share_check", 0.68, "consistent"),
        ("It raised £3.4m of the £5m it needs, or 78%.", "share_check", 0.68, "inconsistent"),
        ("It lost 1,120 of its 3,300 tanks, or a third.", "share_check", 1120 / 3300, "consistent"),
        ("Of the 1,204 candidates 431, or 35.8%, were women.", "share_check", 431 / 1204, "consistent"),
        ("It lost $3m, $4.5m, $2.2m and $1.9m, a total of $11.6m.", "sum_parts", 11.6e6, "consistent"),
        ("It lost $3m, $4.5m, $2.2m and $1.9m, a total of $13m.", "sum_parts", 11.6e6, "inconsistent"),
        ("The aid totals $9m: $3m for roads, $4m for schools and $2m for clinics.", "sum_parts", 9e6, "consistent"),
        ("Of the 5bn-crown cost it covers 40%, or 2bn crowns.", "share_check", 0.4, "consistent"),
        ("Of the 5bn-crown cost it covers 40%, or 3bn crowns.", "share_check", 0.6, "inconsistent"),
        (
            "Output, 7.2 tonnes in 2024, should reach 10 tonnes by 2028, an annual rise of 8.6%.",
            "cagr",
            0.0856,
            "consistent",
        ),
        (
            "Output, 7.2 tonnes in 2024, should reach 10 tonnes by 2028, an annual rise of 12%.",
            "cagr",
            0.0856,
            "inconsistent",
        ),
        ("The gap narrowed by €1.2bn to €3.9bn.", "implied_base", 5.1e9, "derived"),
        ("The population fell by 2.08 million to 1.409 billion.", "implied_base", 1.41108e9, "derived"),
        (
            "It struck at a depth of 18.5km. More than 2,100 people died, over half of them here.",
            "part_of",
            1050,
            "derived",
        ),
        (
            "Exports, worth $1.9bn a month before the tariffs, have dropped by two-fifths to $1.15bn.",
            "growth_pct",
            1.15 / 1.9 - 1,
            "consistent",
        ),
        ("Pay is 39,500 crowns, 21% below the national average of 50,000.", "growth_pct", -0.21, "consistent"),
        ("Debt stands at 112% of GDP and is on course to reach 120% by 2030.", "points_per_year", 1.6, "derived"),
        ("Of the 3,412 students who sat it, 68% passed.", "part_of", 2320.16, "derived"),
        ("Some 6,200 of the country's 15,500 services, or 40%, are online.", "share_check", 0.4, "consistent"),
        ("It aims to train 10m people, a fivefold increase on the 2m so far.", "multiple_check", 5, "consistent"),
        (
            "It ranks 14th in the Halden AI Index 2025, which covers 83 countries.",
            "rank_percentile",
            69 / 82,
            "derived",
        ),
        ("It faces a 15% tariff, half the 30% that was feared.", "multiple_check", 0.5, "consistent"),
        ("It spent 84bn crowns, 4.8% more than last year's 80.2bn.", "growth_pct", 84 / 80.2 - 1, "consistent"),
        ("The dam cost $4.8bn, almost twice the first estimate of $2.5bn.", "multiple_check", 1.92, "consistent"),
        ("It costs 940 dinars, up from 610 in January, an increase of 54%.", "growth_pct", 940 / 610 - 1, "consistent"),
        (
            "It costs 940 dinars, up from 610 in January, an increase of 35%.",
            "growth_pct",
            940 / 610 - 1,
            "inconsistent",
        ),
        ("It took 141 of the 250 seats, 38 more than before.", "implied_base", 103, "derived"),
        ("Sales rose by 20%, from $50m to $60m.", "growth_pct", 0.2, "consistent"),
        ("Debt, at 61% of GDP in 2019, stood at 112% last year.", "points_per_year", 10.2, "derived"),
        ("The budget is $12bn, of which $7bn goes to schools and $5bn to roads.", "sum_parts", 12e9, "consistent"),
        (
            "The budget is $12.0bn, of which $7.0bn goes to schools and $4.0bn to roads.",
            "sum_parts",
            11e9,
            "inconsistent",
        ),
        ("The bill comes to $41bn, or $8 per passenger.", "implied_total", 41e9 / 8, "derived"),
        ("It lost $400m, down from $600m a year earlier.", "growth_pct", -1 / 3, "derived"),
        ("Sales rose by 10%, from $50m to $60m.", "growth_pct", 0.2, "inconsistent"),
        ("Turnout was 61%, up four points from 57% in 2020.", "difference", 4, "consistent"),
        ("Turnout was 61%, up seven points from 57% in 2020.", "difference", 4, "inconsistent"),
        ("The bank raised its rate by 25 basis points, from 4.0% to 4.5%.", "difference", 50, "inconsistent"),
        ("It fell by two points a year, from 12% in 2015 to 4% in 2019.", "points_per_year", -2, "consistent"),
        ("It fell by three points a year, from 12% in 2015 to 4% in 2019.", "points_per_year", -2, "inconsistent"),
        ("Sales, $9.3bn in 2024, may top $20bn by 2030.", "implied_multiple", 20 / 9.3, "derived"),
        ("Revenue was €412.6m, 3% below the €425m consensus.", "growth_pct", 412.6 / 425 - 1, "consistent"),
        ("Its fleet of 64 jets is to reach 90 by 2028.", "implied_multiple", 90 / 64, "derived"),
        (
            "Revenue was €412.6m, and profit more than halved to €19.8m from €44.1m.",
            "multiple_check",
            0.449,
            "consistent",
        ),
        ("It would quadruple tariffs on Chinese electric cars, to 100% from 25%.", "multiple_check", 4, "consistent"),
        ("Of 1,050 people 52% agreed, with a margin of error of 3 points.", "margin_of_error", 3.0243, "consistent"),
        ("The cap is $60 a barrel. Kyiv wanted it at half that.", "part_of", 30, "derived"),
        (
            "Spending should rise from €52bn in 2025 to €153bn in 2029. That is nearly three times as much.",
            "multiple_check",
            153 / 52,
            "consistent",
        ),
        (
            "Spending should rise from €52bn in 2025 to €153bn in 2029. That is five times as much.",
            "multiple_check",
            153 / 52,
            "inconsistent",
        ),
    ],
)
def test_what_should_add_up(text: str, kind: str, answer: float, verdict: str) -> None:
    """Shares of a whole, sums and their parts, and the base that an absolute change implies."""
    found = [c for c in checks(read(article(text, date=DAY))) if c.kind == kind]
    assert [c.verdict for c in found] == [verdict]
    assert found[0].answer == pytest.approx(answer, rel=1e-3)


@pytest.mark.parametrize(
    "text",
    [
        "Peru put 25% tariffs on steel, after it raised duties on metals to 50% and went back to 25%.",
        "Students fell to 412,000 from 438,000, a drop of 6%, after the fee was raised to $1,600 from $710.",
        "He would add 10 percentage points to the 35% tariff.",
        "It aims to train 10m people, a fivefold increase, and to own 34,000 chips, up from 18,693.",
        "Revenue soared by 56% to $46.7bn, beating the $46.1bn that was expected.",
        "A poll of 1,502 voters, with a margin of error of 2.5 points, puts the Greens on 24%, up three since July.",
    ],
)
def test_what_is_no_part_of_a_whole_is_not_added_up(text: str) -> None:
    """Tariffs make up no whole, and the error of a poll is no level that rose."""
    rows = checks(read(article(text, date=DAY)))
    assert [c.formula for c in rows if c.kind == "sum_shares" or "2.5" in c.formula] == []
    assert [c.formula for c in rows if c.verdict == "inconsistent"] == []
    assert [c.formula for c in rows if c.kind == "implied_base" and "24 - (3)" not in c.formula] == []


@pytest.mark.parametrize(
    "text",
    ["The airline lost $400m, against a profit of $1.2bn in 2023.", "A profit of $3bn compared with a loss of $2bn."],
)
def test_no_growth_leads_from_a_loss_to_a_profit(text: str) -> None:
    """Of two sums with other signs the second is no multiple of the first."""
    assert checks(read(article(text, date=DAY))) == ()


def test_a_share_of_those_cast_is_no_share_of_the_votes_told() -> None:
    """`1.94m votes, 50.7% of those cast` is a share of a whole that is not printed."""
    assert checks(read(article("She won 1.94m votes, 50.7% of those cast.", date=DAY))) == ()


def test_no_accusation_across_a_semicolon() -> None:
    """A share of a total that is not printed is not held against the next sum."""
    text = "Exports to Brava were worth 3.2bn florins, 45% of the total; those to Corin 2.1bn."
    assert [c for c in checks(read(article(text, date=DAY))) if c.verdict == "inconsistent"] == []


@pytest.mark.parametrize(
    ("text", "events"),
    [
        ("Russia annexed four Ukrainian regions.", [("COERCE", ("RUS",), ("UKR",))]),
        ("Sweden became NATO's 32nd member.", [("SUPPORT", ("SWE",), ("NATO",))]),
        ("Sweden became a member of NATO.", [("SUPPORT", ("SWE",), ("NATO",))]),
        ("Sweden became richer.", []),
        ("Putin ordered a “special military operation” against Ukraine.", [("ASSAULT", ("RUS",), ("UKR",))]),
        (
            "Poland shot down Russian drones that came early and asked NATO for help.",
            [("ASSAULT", ("POL",), ("RUS",)), ("REQUEST", ("POL",), ("NATO",))],
        ),
        ("Hungary said it would quit the International Criminal Court.", [("SANCTION", ("HUN",), ("ICC",))]),
        (
            "Donald Trump met China and Japan and said he would impose tariffs of 25% on Mexico.",
            [("CONSULT", ("USA",), ("CHN", "JPN")), ("SANCTION", ("USA",), ("MEX",))],
        ),
        (
            "Donald Trump signed an order withdrawing America from the World Health Organisation.",
            [("SANCTION", ("USA",), ("WHO",))],
        ),
        ("American and Russian officials had met in Riyadh.", [("CONSULT", ("USA", "RUS"), ())]),
        ("Peru's president met in Lima with nobody.", []),
        (
            "Peru denied involvement, closed its airspace to Chilean airlines and went home.",
            [("REJECT", ("PER",), ()), ("SANCTION", ("PER",), ("CHL",))],
        ),
        ("Britain, America and 25 others signed the Bletchley Declaration.", [("SUPPORT", ("GBR", "USA"), ())]),
        ("Israel is refusing to lift the curfew on Palestinians.", [("REJECT", ("ISR",), ("PSE",))]),
        ("Donald Trump said he would lift sanctions on Syria.", [("CONCEDE", ("USA",), ("SYR",))]),
        ("Israeli soldiers arrested more than 100 Palestinians.", [("COERCE", ("ISR",), ("PSE",))]),
        ("Ghana deported 168 Liberians.", [("COERCE", ("GHA",), ("LBR",))]),
        ("American and British jets struck Houthi targets.", [("ASSAULT", ("USA", "GBR"), ("HOUTHI",))]),
        ("Peru spoke of attacks on shipping in Chile.", []),
        ("Russian missiles struck Kyiv.", [("ASSAULT", ("RUS",), ("UKR",))]),
        ("The European Union said it would freeze Russian assets.", [("SANCTION", ("EU",), ("RUS",))]),
        ("Peru and Chile agreed on a new trade pact.", [("AGREE", ("PER", "CHL"), ())]),
        ("Peru and Chile agreed on Monday to restore ties with Brazil.", [("AGREE", ("PER", "CHL"), ("BRA",))]),
        ("Peru and Chile restored diplomatic ties.", [("SUPPORT", ("PER", "CHL"), ())]),
        ("Peru and Chile resumed negotiations.", [("CONSULT", ("PER", "CHL"), ())]),
        ("Peru offered to mediate with Chile.", [("AGREE", ("PER",), ("CHL",))]),
        ("Peru is ready to receive Chile's envoys.", [("AGREE", ("PER",), ("CHL",))]),
        ("Peru prepared to attack Chile.", []),
        ("Peru apologised to Chile.", [("SUPPORT", ("PER",), ("CHL",))]),
        ("Peru extradited a banker to Chile.", [("COOPERATE", ("PER",), ("CHL",))]),
        ("Peru held naval exercises with Chile.", [("COOPERATE", ("PER",), ("CHL",))]),
        ("Peru granted political asylum to five Chilean officers.", [("AID", ("PER",), ("CHL",))]),
        ("Peru opened an investigation into Chilean banks.", [("ACCUSE", ("PER",), ("CHL",))]),
        ("Peru lodged a protest with Chile.", [("ACCUSE", ("PER",), ("CHL",))]),
        ("Peru issued an ultimatum to Chile.", [("THREATEN", ("PER",), ("CHL",))]),
        ("Peru cancelled a planned visit to Chile.", [("SANCTION", ("PER",), ("CHL",))]),
        ("Peru closed its borders with Chile.", [("SANCTION", ("PER",), ("CHL",))]),
        ("Peru hacked into Chilean computers.", [("COERCE", ("PER",), ("CHL",))]),
        ("Peru said on Monday that Chile must withdraw.", [("REQUEST", ("PER",), ("CHL",))]),
        ("Peru demanded an immediate apology by Chile.", [("REQUEST", ("PER",), ("CHL",))]),
        ("The United States vetoed a Security Council resolution.", [("REJECT", ("USA",), ("UNO",))]),
        ("Israel said that troops in the occupied West Bank were quiet.", []),
        ("Peru has been indicted by the United Nations.", [("ACCUSE", ("UNO",), ("PER",))]),
        ("Germany summoned the Russian ambassador.", [("ACCUSE", ("DEU",), ("RUS",))]),
        ("America would quadruple tariffs on Chinese cars.", [("SANCTION", ("USA",), ("CHN",))]),
        (
            "Turkey met Finland and Sweden before the three signed a pact.",
            [("CONSULT", ("TUR",), ("FIN", "SWE")), ("SUPPORT", ("TUR", "FIN", "SWE"), ())],
        ),
        (
            "The G7 and Australia imposed a cap of $60 a barrel on Russian crude.",
            [("SANCTION", ("G7", "AUS"), ("RUS",))],
        ),
        ("Canada put 25% tariffs on $29bn of American goods.", [("SANCTION", ("CAN",), ("USA",))]),
        (
            "Russia attacked Ukraine and bombed Kyiv.",
            [("ASSAULT", ("RUS",), ("UKR",)), ("ASSAULT", ("RUS",), ("UKR",))],
        ),
        (
            "Peru's president visited Chile and urged Brazil to help, which Brazil rejected.",
            [("CONSULT", ("PER",), ("CHL",)), ("REQUEST", ("PER",), ("BRA",)), ("REJECT", ("BRA",), ("PER",))],
        ),
        ("Peru and Chile signed a peace treaty.", [("SUPPORT", ("PER", "CHL"), ())]),
        ("America imposed sanctions on Russian lawmakers.", [("SANCTION", ("USA",), ("RUS",))]),
        ("Hungary's foreign minister told reporters in Luxembourg that it hoped to stay.", []),
        ("Latin America imposed sanctions on Peru.", []),
        (
            "Russia annexed four Ukrainian regions. France condemned the move and America imposed sanctions on Russia.",
            [
                ("COERCE", ("RUS",), ("UKR",)),
                ("ACCUSE", ("FRA",), ("RUS",)),
                ("SANCTION", ("USA",), ("RUS",)),
            ],
        ),
        ("Canada denounced the coup; China called it a reshuffle.", []),
        (
            "Pakistan expelled India's envoy, suspended trade and said it would go to the UN.",
            [("SANCTION", ("PAK",), ("IND",))] * 2,
        ),
        ("The African Union suspended Gabon's membership.", [("SANCTION", ("AU",), ("GAB",))]),
        ("Iran fired some 300 drones and missiles at Israel.", [("ASSAULT", ("IRN",), ("ISR",))]),
        ("Peru was accused by Chile of spying.", [("ACCUSE", ("CHL",), ("PER",))]),
        ("Peru has been attacked by Chile and Brazil.", [("ASSAULT", ("CHL", "BRA"), ("PER",))]),
        ("Angola was leaving OPEC.", [("SANCTION", ("AGO",), ("OPEC",))]),
        ("The EU has lifted sanctions on Syria.", [("CONCEDE", ("EU",), ("SYR",))]),
        ("Canada imposed a 25% tariff on American steel.", [("SANCTION", ("CAN",), ("USA",))]),
        ("North Korea fired two missiles towards Japan.", [("ASSAULT", ("PRK",), ("JPN",))]),
        ("Egypt mediated talks between Israel and Hamas.", [("CONSULT", ("EGY",), ("ISR", "HAMAS"))]),
        ("Tokyo summoned China's ambassador.", [("ACCUSE", ("JPN",), ("CHN",))]),
        ("The Arab League agreed on Sunday to readmit Syria.", [("AGREE", ("ARL",), ("SYR",))]),
        ("Peru, Chile and Brazil announced a pact, AUKUS, on Friday.", [("AGREE", ("PER", "CHL", "BRA"), ())]),
        ("Peru's bid was rejected. Chile, which had been asked too, declined.", []),
        ("The EU imposed tariffs of up to 35.3% on Chinese cars.", [("SANCTION", ("EU",), ("CHN",))]),
        ("Turkey's parliament ratified Finland's accession.", [("SUPPORT", ("TUR",), ("FIN",))]),
        ("Hungary turned down Poland's offer.", [("REJECT", ("HUN",), ("POL",))]),
        ("Joe Biden met Xi Jinping in Bali.", [("CONSULT", ("USA",), ("CHN",))]),
        ("Peru and Chile signed a peace declaration in Lima.", [("SUPPORT", ("PER", "CHL"), ())]),
        ("North Korea has sent 12,000 troops to Russia, South Korea's spy agency said.", [("AID", ("PRK",), ("RUS",))]),
        ("Joe Biden welcomed Xi Jinping to America.", [("CONSULT", ("USA",), ("CHN",))]),
        ("Chile welcomed Peru's offer.", [("SUPPORT", ("CHL",), ("PER",))]),
        ("China hit back with tariffs on American goods.", [("SANCTION", ("CHN",), ("USA",))]),
        ("Pakistan retaliated with drones against India.", [("ASSAULT", ("PAK",), ("IND",))]),
        (
            "America raised tariffs on China. In response, China restricted exports of rare earths.",
            [("SANCTION", ("USA",), ("CHN",)), ("SANCTION", ("CHN",), ("USA",))],
        ),
        (
            "Russia attacked Ukraine. France condemned it.",
            [("ASSAULT", ("RUS",), ("UKR",)), ("ACCUSE", ("FRA",), ("RUS",))],
        ),
        ("The war in Iraq ended in 2011.", []),
        ("Talks between India and Pakistan took place in Geneva.", [("CONSULT", ("IND", "PAK"), ())]),
        ("Officials from America and Iran held talks in Muscat.", [("CONSULT", ("USA", "IRN"), ())]),
        ("Turkey blocked Sweden's bid.", [("REJECT", ("TUR",), ("SWE",))]),
        ("America withdrew from the Paris climate agreement.", [("SANCTION", ("USA",), ())]),
        ("America has left the World Health Organisation.", [("SANCTION", ("USA",), ("WHO",))]),
        ("Peru left Chile in the dark.", []),
        ("Rwanda withdrew its troops from Congo.", [("RETREAT", ("RWA",), ("COD",))]),
        ("Japan lent Indonesia $2bn.", [("AID", ("JPN",), ("IDN",))]),
        ("The IMF approved a $1.4bn loan for Pakistan.", [("AID", ("IMF",), ("PAK",))]),
        ("The World Bank suspended lending to Uganda.", [("SANCTION", ("WB",), ("UGA",))]),
        ("America added 80 Chinese firms to its blacklist.", [("SANCTION", ("USA",), ("CHN",))]),
        ("China held drills around Taiwan.", [("MOBILIZE", ("CHN",), ("TWN",))]),
        ("Vietnam protested against China's ban.", [("ACCUSE", ("VNM",), ("CHN",))]),
        ("Vladimir Putin and Donald Trump spoke by telephone.", [("CONSULT", ("RUS", "USA"), ())]),
        ("Ukraine struck oil depots inside Russia.", [("ASSAULT", ("UKR",), ("RUS",))]),
        ("The EU and Mercosur concluded a trade agreement.", [("AGREE", ("EU", "MERCOSUR"), ())]),
        ("Niger ordered French troops to leave.", [("SANCTION", ("NER",), ("FRA",))]),
        ("The visit, the support and the travel of Peru to Chile.", []),
        ("America and Cuba reopened embassies.", [("SUPPORT", ("USA", "CUB"), ())]),
        ("Peru scrapped a contract worth $90bn ($66bn) with France.", [("SANCTION", ("PER",), ("FRA",))]),
        ("The UN General Assembly voted to condemn Peru.", [("ACCUSE", ("UNO",), ("PER",))]),
        (
            "Mexico broke off diplomatic relations with Peru and filed a case at the International Court of Justice.",
            [("SANCTION", ("MEX",), ("PER",))],
        ),
        (
            "Ecuador's police stormed the Mexican embassy in Quito; Mexico broke off relations and went home.",
            [("ASSAULT", ("ECU",), ("MEX",)), ("SANCTION", ("MEX",), ("ECU",))],
        ),
        ("Turkey's parliament approved Sweden's NATO bid.", [("SUPPORT", ("TUR",), ("SWE",))]),
        ("Russia cut off gas supplies to Poland.", [("SANCTION", ("RUS",), ("POL",))]),
        ("BRICS met. Egypt and Iran joined the group.", [("SUPPORT", ("EGY", "IRN"), ("BRICS",))]),
        (
            "The International Criminal Court issued an arrest warrant for Vladimir Putin.",
            [("ACCUSE", ("ICC",), ("RUS",))],
        ),
    ],
)
def test_events(text: str, events: list[tuple[str, tuple[str, ...], tuple[str, ...]]]) -> None:
    """Who did what to whom; telling reporters is no event."""
    made = read(article(text, date="2023-05-01")).events
    assert sorted((e.says.kind, e.says.source, e.says.target) for e in made) == sorted(events)


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("Germany will supply Ukraine with 14 tanks.", "planned"),
        ("Finland must apply to join NATO.", "planned"),
        ("Finland joined NATO.", "asserted"),
        ("France will recognise Palestine.", "planned"),
        ("Iran and America will hold talks in Oman.", "planned"),
        ("Rwanda would withdraw its troops from Congo.", "planned"),
    ],
)
def test_plans_are_apart_from_deeds(text: str, modality: str) -> None:
    """What is to be done is no deed, and a membership that is wanted is none yet."""
    made = read(article(text, date=DAY))
    assert [e.says.modality for e in made.events] == [modality]
    assert {r.modality for r in made.relations} <= {modality}


@pytest.mark.parametrize(
    ("text", "relations"),
    [
        ("Egypt, Iran and Ethiopia joined BRICS.", [("Egypt", "BRICS"), ("Iran", "BRICS"), ("Ethiopia", "BRICS")]),
        ("Hungary voted on Sweden's bid to join NATO.", [("Sweden", "NATO", "positive", "planned")]),
        ("Norway adopted the EU's sanctions.", []),
        (
            "Turkey dropped its objection to Finland and Sweden joining NATO.",
            [("Finland", "NATO", "positive", "planned"), ("Sweden", "NATO", "positive", "planned")],
        ),
        ("Peru sought membership of NATO.", [("Peru", "NATO", "negative", "asserted")]),
        ("BRICS met. Egypt and Iran joined the group.", [("Egypt", "BRICS"), ("Iran", "BRICS")]),
        ("Peru declined an invitation to join BRICS.", [("Peru", "BRICS", "negative", "planned")]),
        ("Jane Doe became Japan's first female prime minister.", [("Jane Doe", "Japan")]),
        ("Jane Doe was elected president of Peru.", [("Jane Doe", "Peru")]),
        ("Jane Doe will become Peruvian foreign minister.", [("Jane Doe", "Peru", "positive", "planned")]),
        (
            "NATO met on Monday. Sweden will become the alliance's 32nd member.",
            [("Sweden", "NATO", "positive", "planned")],
        ),
    ],
)
def test_who_belongs_where(text: str, relations: list[tuple[str, ...]]) -> None:
    """Those named in one breath join together; a bid is a plan, an applicant no member."""
    made = [(r.subject, r.object, r.polarity, r.modality) for r in read(article(text, date=DAY)).relations]
    assert made == [(*row, "positive", "asserted")[:4] for row in relations]


@pytest.mark.parametrize(
    ("text", "indicator"),
    [
        ("Norway spent $5bn on chips in 2023.", "spent"),
        ("Norway plans to invest 5% more.", "plans to invest"),
        ("Exports of Norway rose 5%.", "Exports of Norway"),
        ("China's GDP grew 5% in 2024.", "China's GDP"),
    ],
)
def test_what_is_measured_is_no_country(text: str, indicator: str) -> None:
    """The country is the subject; what is measured is said without it where it stands alone."""
    assert [c.indicator for c in read(article(text, date=DAY)).claims] == [indicator]


def test_a_rate_is_told_of_the_state_whose_money_it_prices() -> None:
    """`The rouble fell to 84 to the dollar` is of Russia, whoever the sentence before was about."""
    (rate,) = read(article("Ukraine was silent. The rouble fell to 84 to the dollar.", date=DAY)).claims
    assert (rate.measure, rate.subject_code) == ("RUB/USD", "RUS")
    (rate,) = read(article("The euro rose to 1.1 dollars per euro.", date=DAY)).claims
    assert (rate.measure, rate.subject_code) == ("USD/EUR", "USA")


def test_a_draft_that_shows_a_figure_is_its_source() -> None:
    """`, the ministry's draft shows` stands after what it shows."""
    (claim,) = read(article("Spending rose to $5bn, the ministry's draft shows.", date=DAY)).claims
    assert claim.attribution is not None
    assert claim.attribution.name == "ministry's draft"


def test_it_says_is_who_spoke_before() -> None:
    """A pronoun names nobody: the speaker of the sentence before is carried on."""
    text = "The IMF expects growth of 2% in 2025. Debt, it says, will pass 100% of GDP by 2030."
    assert [c.attribution.name for c in read(article(text, date=DAY)).claims if c.attribution] == ["IMF", "IMF"]


@pytest.mark.parametrize(
    "text",
    [
        "The city spent $86m, $12m more than planned, of which the state paid 45%.",
        "Voters rejected the plan by 57.3% to 42.7% on a turnout of 31%.",
        "Israel vowed to strike back, and America sent 2 ships, 3 jets and 4 crews.",
        "Peru vowed revenge and fired 10 drones, 20 rockets and 30 shells.",
        "Profit would be lower than last year, when it earned $6bn, paid $2bn and lost $1bn.",
    ],
)
def test_what_tells_of_plans_and_plans_nothing(text: str) -> None:
    """What was planned, the plan that was voted on, and what another did are no plans of this figure."""
    assert [c.modality for c in read(article(text, date=DAY)).claims] == ["asserted"] * 3


def test_a_speaker_is_called_by_the_name_alone() -> None:
    """Other names that stand before that of the speaker are no part of it."""
    (claim,) = read(article("On his trip to the Gulf Donald Trump said it would cost $5bn.", date=DAY)).claims
    assert claim.attribution is not None
    assert claim.attribution.name == "Donald Trump"


def test_who_speaks_after_a_semicolon_speaks_for_the_rest() -> None:
    """The first clause is the article's own."""
    text = "India struck 9 sites; Pakistan said it had shot down 5 jets."
    rows = read(article(text, date=DAY)).claims
    assert [c.attribution.name if c.attribution else "" for c in rows] == ["", "Pakistan"]


def test_what_will_be_of_many_is_expected() -> None:
    """The verb after a whole with its thousands is that of the share before it."""
    (share, _) = read(article("A third of Norway's 4,200 villages will have no doctor by 2035.", date=DAY)).claims
    assert (share.role, share.modality, share.time) == ("projection", "expected", "2035")


@pytest.mark.parametrize(
    ("text", "modalities"),
    [
        ("If the plan passes, spending would rise to €5bn by 2030.", ["conditional"]),
        ("Debt could reach 110% of GDP if rates rose by two points.", ["conditional", "conditional"]),
        ("Unless it pays, 40 schools will close.", ["conditional"]),
        ("Should the vote fail, 40 schools will close.", ["conditional"]),
        ("Had it been signed, exports would have reached $9bn.", ["counterfactual"]),
        ("The bridge would have cost $5bn.", ["counterfactual"]),
        ("Workers would have to pay $5 more.", ["planned"]),
        ("It will have spent $5bn by 2030.", ["expected"]),
        ("It will invest $5bn by 2030, and would quit if taxes rose.", ["expected"]),
        ("Half of them, if not more, are poor.", ["asserted"]),
    ],
)
def test_what_hangs_on_a_condition(text: str, modalities: list[str]) -> None:
    """What holds only under a condition is no forecast, and what never came about no plan."""
    assert [c.modality for c in read(article(text, date=DAY)).claims] == modalities


def test_a_day_without_a_year_in_the_next_months_is_ahead() -> None:
    """A day so far back would have its year."""
    found = read(article("Talks begin on July 4th, after those of May 3rd and October 12th.", date=DAY)).dates
    assert [d.when.value for d in found] == ["2025-07-04", "2025-05-03", "2024-10-12"]


def test_a_weekday_after_will_is_ahead() -> None:
    """The day of a plan is the next of its name."""
    found = read(article("Peru will meet Chile on Tuesday. They met on Monday.", date=DAY)).dates
    assert [d.when.value for d in found] == ["2025-06-24", "2025-06-16"]


def test_who_refuses_sanctions_imposes_none() -> None:
    """The sanctions that were refused are told as denied."""
    events = read(article("Serbia refused to impose sanctions on Russia.", date=DAY)).events
    assert [(e.says.kind, e.says.polarity) for e in events] == [("REJECT", "positive"), ("SANCTION", "negative")]


def test_what_others_say_they_would_do_is_no_plan_of_the_whole() -> None:
    """`A third said that they would move` tells of those who said so."""
    rows = read(article("A third of the 1,200 respondents said that they would move.", date=DAY)).claims
    assert [c.modality for c in rows] == ["asserted", "asserted"]
    rows = read(article("The loan of 5% is dear and must be repaid. Some 47% would vote Labour.", date=DAY)).claims
    assert [c.modality for c in rows] == ["asserted", "asserted"]


def test_an_estimate_of_something_says_nothing() -> None:
    """`the original estimate of` is no speaker."""
    rows = read(article("The dam cost $4.8bn, twice the original estimate of $2.4bn.", date=DAY)).claims
    assert [c.attribution for c in rows] == [None] * 3
