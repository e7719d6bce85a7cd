"""The default study's own choices: its tree, sources, cited ranks and targets, as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Leaf:
    """An indicator, or a series beside the tree, and where its values come from.

    `origin` is the indicator's id in the source tables, `code` the publisher's. `complete` says that the
    source lists everyone who has any, so that absence means zero. `since` cuts off older times. `factor`
    is the series that a ratio is multiplied with, and `per` what it is divided by, to give a sum.
    """

    id: str
    parent: str
    name: str
    measure: str
    source: str
    code: str
    origin: str
    definition: str
    denominator: str = ""
    complete: bool = False
    since: str = ""
    direction: str = "1"
    share_alike: bool = False
    factor: tuple[str, str] = ("", "")
    per: float = 1.0
    scale: bool = False


# NCSES counts Hong Kong with China: no row of its own means missing, not zero.
NOT_LISTED_APART = ("HKG",)

# The words of `where`, by source.
PLACES = {
    "worldbank_wdi": "{code}",
    "worldbank_wgi": "{code}",
    "wipo_gii": "GII {time}, {code}",
    "ncses_publications": "table {code}",
    "ncses_inventions": "table {code}",
    "microsoft": "{time}",
    "epoch_clusters": "{code}",
    "epoch_models": "{code}",
    "top500": "list of {time}",
    "oxford_insights": "edition {time}, {code}",
}

EDITION = " The year is the edition of the Global Innovation Index; the figure is mostly one to three years older."

INDEX: tuple[Mapping[str, str], ...] = (
    {
        "id": "ai_capability",
        "name": "National AI capability",
        "definition": "Our own index: how much a country has of what building and using AI takes, in sum and per head.",
    },
    {
        "id": "implementation",
        "parent": "ai_capability",
        "name": "Implementation",
        "definition": "People, machines and surroundings with which AI is put to work.",
    },
    {
        "id": "talent",
        "parent": "implementation",
        "name": "Talent",
        "weight": "1",
        "definition": "People with the schooling and the occupations on which AI draws.",
    },
    {
        "id": "infrastructure",
        "parent": "implementation",
        "name": "Infrastructure",
        "weight": "1",
        "definition": "Networks, power, hardware and computing.",
    },
    {
        "id": "operating_environment",
        "parent": "implementation",
        "name": "Operating Environment",
        "weight": "1",
        "definition": "Law, participation and the everyday use of AI.",
    },
    {
        "id": "innovation",
        "parent": "ai_capability",
        "name": "Innovation",
        "definition": "New knowledge and what is built from it.",
    },
    {
        "id": "research",
        "parent": "innovation",
        "name": "Research",
        "weight": "1",
        "definition": "Research in AI and the science around it.",
    },
    {
        "id": "development",
        "parent": "innovation",
        "name": "Development",
        "weight": "1",
        "definition": "Models, patents, code and industry that come of research.",
    },
    {
        "id": "investment",
        "parent": "ai_capability",
        "name": "Investment",
        "definition": "What government and business put in.",
    },
    {
        "id": "government_strategy",
        "parent": "investment",
        "name": "Government Strategy",
        "weight": "0.5",
        "definition": "Policy on AI and the state's ability to carry policy out. Half the weight of the "
        "other "
        "sub-pillars, since three indicators are all that open data offer and none of them measures money.",
    },
    {
        "id": "commercial",
        "parent": "investment",
        "name": "Commercial",
        "weight": "1",
        "definition": "Venture capital, young firms and trade in technology.",
    },
)


def _wdi(id: str, parent: str, name: str, measure: str, codes: tuple[str, str], definition: str) -> Leaf:
    source = "worldbank_wgi" if codes[0].endswith(".EST") else "worldbank_wdi"
    return Leaf(id, parent, name, measure, source, codes[0], codes[1], definition)


def _gii(
    id: str, parent: str, name: str, measure: str, codes: tuple[str, str], definition: str, scale: bool = False
) -> Leaf:
    return Leaf(id, parent, name, measure, "wipo_gii", codes[0], codes[1], definition + EDITION, scale=scale)


def _sum(
    id: str, parent: str, name: str, measure: str, of: Leaf, factor: tuple[str, str], per: float, definition: str
) -> Leaf:
    """A sum that we compute: a published ratio times the population, labour force or product."""
    note = " Computed by us from the ratio. Scale." + (EDITION if of.source == "wipo_gii" else "")
    return Leaf(
        id,
        parent,
        name,
        measure,
        of.source,
        of.code,
        of.origin,
        definition + note,
        factor=factor,
        per=per,
        scale=True,
    )


KNOWLEDGE = _gii(
    "knowledge_employment",
    "talent",
    "Knowledge-intensive employment",
    "% of employment",
    ("5.1.1", "gii_knowledge_employment_pct"),
    "Managers, professionals and technicians among all who are employed.",
)
RESEARCHERS = _gii(
    "researchers",
    "talent",
    "Researchers",
    "full-time equivalents per million people",
    ("2.3.1", "gii_researchers_fte_pm"),
    "Researchers in all fields, counted by the time they give to research, against the population.",
)
RESEARCH_SPENDING = _wdi(
    "rd_spending",
    "research",
    "Spending on research and development",
    "% of GDP",
    ("GB.XPD.RSDV.GD.ZS", "wb_rd_expenditure_pct_gdp"),
    "What business, government, universities and non-profits spend on research and development.",
)
VENTURE = _gii(
    "venture_capital",
    "commercial",
    "Venture capital received",
    "ratio to GDP",
    ("4.2.4", "gii_vc_received_pct_gdp"),
    "Value of venture capital that firms of the country received, in all branches, against national product.",
)
_HEADS = ("wb_population", "SP.POP.TOTL")
_WORKERS = ("wb_labor_force", "SL.TLF.TOTL.IN")
_PRODUCT = ("wb_gdp_current_usd", "NY.GDP.MKTP.CD")

LEAVES: tuple[Leaf, ...] = (
    _gii(
        "stem_graduates",
        "talent",
        "Graduates in science and engineering",
        "% of tertiary graduates",
        ("2.2.2", "gii_stem_graduates_pct"),
        "Share of a year's graduates of higher education who took science, engineering, manufacturing or construction.",
    ),
    _wdi(
        "tertiary_enrolment",
        "talent",
        "Tertiary enrolment",
        "% gross",
        ("SE.TER.ENRR", "wb_tertiary_education_enrollment"),
        "Students in higher education of any age, against the number of people of the usual age; may exceed 100.",
    ),
    KNOWLEDGE,
    _sum(
        "knowledge_workers",
        "talent",
        "Knowledge workers, in all",
        "thousand people",
        KNOWLEDGE,
        _WORKERS,
        1e5,
        "Managers, professionals and technicians: their share of employment times the labour force, so a "
        "little high where many are unemployed.",
    ),
    RESEARCHERS,
    _sum(
        "researchers_total",
        "talent",
        "Researchers, in all",
        "full-time equivalents",
        RESEARCHERS,
        _HEADS,
        1e6,
        "Researchers in all fields: their number per million people times the population.",
    ),
    _wdi(
        "education_spending",
        "talent",
        "Government spending on education",
        "% of GDP",
        ("SE.XPD.TOTL.GD.ZS", "wb_education_expenditure_pct_gdp"),
        "What all levels of government spend on education, against national product.",
    ),
    _wdi(
        "internet_users",
        "infrastructure",
        "People who use the internet",
        "% of people",
        ("IT.NET.USER.ZS", "wb_internet_penetration"),
        "People who used the internet in the last three months, by any device.",
    ),
    _wdi(
        "fixed_broadband",
        "infrastructure",
        "Fixed broadband subscriptions",
        "per 100 people",
        ("IT.NET.BBND.P2", "wb_fixed_broadband_per100"),
        "Subscriptions to fixed lines of 256 kbit/s or faster.",
    ),
    _wdi(
        "secure_servers",
        "infrastructure",
        "Secure internet servers",
        "per million people",
        ("IT.NET.SECR.P6", "wb_secure_servers_per_1m"),
        "Publicly trusted TLS certificates found in a survey of servers. Hosting and registration places stand out.",
    ),
    _wdi(
        "electricity_use",
        "infrastructure",
        "Electricity use",
        "kWh per head",
        ("EG.USE.ELEC.KH.PC", "wb_electric_consumption_kwh_pc"),
        "Power produced and imported less exports and losses, against the population: data centres need power.",
    ),
    _gii(
        "hightech_imports",
        "infrastructure",
        "High-technology imports",
        "% of trade",
        ("5.3.2", "gii_hightech_imports_pct"),
        "Imports of high-technology goods, less re-imports, against total trade.",
    ),
    _wdi(
        "ict_goods_exports",
        "infrastructure",
        "Exports of ICT goods",
        "% of goods exports",
        ("TX.VAL.ICTG.ZS.UN", "wb_ict_goods_exports_pct"),
        "Computers, telephones, electronic components and other ICT goods among exported goods; ends with 2022.",
    ),
    Leaf(
        "supercomputing_share",
        "infrastructure",
        "Share of the world's listed supercomputing",
        "% of TOP500 performance",
        "top500",
        "",
        "top500_rmax_share",
        "Share of the measured performance (Rmax) of the 500 fastest listed computers. Scale. Owners may "
        "choose not to submit: China is listed with 173 systems in November 2021, 47 in June 2025.",
        complete=True,
        scale=True,
    ),
    Leaf(
        "gpu_compute",
        "infrastructure",
        "AI computing in known clusters",
        "H100 equivalents",
        "epoch_clusters",
        "GPU clusters",
        "epoch_gpu_h100e",
        "Computing in known, existing clusters of AI chips, confirmed or likely, in chips of the H100 "
        "kind. Scale. "
        "Only what is publicly known: a zero says that none is known.",
        complete=True,
        scale=True,
    ),
    Leaf(
        "gpu_compute_per_head",
        "infrastructure",
        "AI computing in known clusters, per head",
        "H100 equivalents per person",
        "epoch_clusters",
        "GPU clusters",
        "epoch_gpu_h100e",
        "The same computing against the population. Intensity.",
        denominator="population",
        complete=True,
    ),
    _wdi(
        "rule_of_law",
        "operating_environment",
        "Rule of law",
        "standard deviations, about -2.5 to 2.5",
        ("RL.EST", "wb_rule_of_law"),
        "Perceived quality of contract enforcement, property rights, police and courts, pooled from "
        "surveys and experts.",
    ),
    _gii(
        "e_participation",
        "operating_environment",
        "E-participation",
        "index, 0 to 1",
        ("3.1.4", "gii_e_participation"),
        "The UN's assessment of how far government informs, consults and involves people online.",
    ),
    Leaf(
        "ai_user_share",
        "operating_environment",
        "People who use generative AI",
        "% of people of working age",
        "microsoft",
        "",
        "ms_ai_user_share",
        "Estimated share of people of working age who use generative AI, from one vendor's telemetry "
        "corrected for "
        "its market share. Low where the vendor has withdrawn or is blocked.",
    ),
    Leaf(
        "ai_articles",
        "research",
        "AI articles",
        "articles",
        "ncses_publications",
        "SPBS-1",
        "ncses_ai_articles",
        "Scientific articles and conference papers on AI in Scopus in a year, each counted once for "
        "every country "
        "on it. Scale. Hong Kong is counted with China.",
        complete=True,
        since="2003",
        scale=True,
    ),
    Leaf(
        "ai_articles_per_head",
        "research",
        "AI articles per head",
        "articles per person",
        "ncses_publications",
        "SPBS-1",
        "ncses_ai_articles",
        "The same articles against the population, from 2018. Intensity.",
        denominator="population",
        complete=True,
        since="2018",
    ),
    RESEARCH_SPENDING,
    _sum(
        "rd_spending_total",
        "research",
        "Spending on research and development, in all",
        "million US$",
        RESEARCH_SPENDING,
        _PRODUCT,
        1e8,
        "The same spending at current prices and exchange rates.",
    ),
    _gii(
        "top_universities",
        "research",
        "Best three universities",
        "QS score, 0 to 100",
        ("2.3.4", "gii_qs_top3"),
        "Average score of a country's best three universities in the QS ranking; zero where none is ranked.",
    ),
    _gii(
        "h_index",
        "research",
        "Citable documents H-index",
        "articles",
        ("6.1.5", "gii_h_index"),
        "The number h of a country's articles since 1996 that were cited h times or more, in all fields. Scale.",
        scale=True,
    ),
    _gii(
        "science_articles",
        "research",
        "Scientific articles",
        "per billion PPP$ of GDP",
        ("6.1.4", "gii_sci_articles_bn"),
        "Scientific and technical articles in all fields against national product.",
    ),
    Leaf(
        "ai_patents",
        "development",
        "Granted AI patent families",
        "families, 2000-22",
        "ncses_inventions",
        "SINV-17",
        "ncses_ai_patents_granted_2000_22",
        "Families of granted patents on AI from 2000 to 2022, divided among the inventors' countries; "
        "Hong Kong is "
        "counted with China. Scale. Chinese families are mostly domestic grants.",
        complete=True,
        scale=True,
    ),
    Leaf(
        "ai_patents_per_head",
        "development",
        "Granted AI patent families per head",
        "families per person, 2000-22",
        "ncses_inventions",
        "SINV-17",
        "ncses_ai_patents_granted_2000_22",
        "The same families against the population. Intensity.",
        denominator="population",
        complete=True,
    ),
    Leaf(
        "notable_models",
        "development",
        "Notable AI models",
        "models, 2015 to May 2025",
        "epoch_models",
        "notable models",
        "epoch_notable_models_2015_25",
        "Machine-learning models that Epoch AI counts as notable, each once for every country of its "
        "makers. Scale. "
        "Better known makers, and those who write in English, are more easily seen.",
        complete=True,
        scale=True,
    ),
    _gii(
        "code_commits",
        "development",
        "Pushes to GitHub",
        "per million people aged 15 to 69",
        ("7.3.2", "gii_github_commits_pm"),
        "Batches of changes sent to public projects on GitHub. China's last value is of the edition of 2023.",
    ),
    _gii(
        "international_patents",
        "development",
        "International patent applications",
        "per billion PPP$ of GDP",
        ("6.1.2", "gii_pct_patents_bn"),
        "Applications under the Patent Cooperation Treaty in all fields, by residence of the first applicant.",
    ),
    _gii(
        "corporate_research",
        "development",
        "Research spending of the three biggest corporate spenders",
        "million US$, average",
        ("2.3.3", "gii_corporate_rd_top3_musd"),
        "Average research spending of a country's three biggest corporate spenders; zero where none is "
        "on the list. Scale.",
        scale=True,
    ),
    _gii(
        "hightech_manufacturing",
        "development",
        "High-technology manufacturing",
        "% of manufacturing output",
        ("6.2.4", "gii_hightech_manufacturing_pct"),
        "Output of high and medium-high technology industries among all manufacturing.",
    ),
    _wdi(
        "government_effectiveness",
        "government_strategy",
        "Government effectiveness",
        "standard deviations, about -2.5 to 2.5",
        ("GE.EST", "wb_government_effectiveness"),
        "Perceived quality of public services, of the civil service and of making and carrying out "
        "policy: a strategy "
        "is worth what a government can do with it.",
    ),
    _gii(
        "online_services",
        "government_strategy",
        "Government's online services",
        "index, 0 to 1",
        ("3.1.3", "gii_gov_online_service"),
        "The UN's assessment of the services that national government offers online.",
    ),
    Leaf(
        "ai_strategy",
        "government_strategy",
        "Published AI strategy",
        "100 published, 50 in preparation, 0 none",
        "oxford_insights",
        "Vision",
        "gairi_vision",
        "Whether government has published a national AI strategy, as coded by Oxford Insights; not "
        "whether it is good "
        "or funded. Shared alike (CC BY-SA 4.0), in a file of its own.",
        share_alike=True,
    ),
    _sum(
        "venture_capital_total",
        "commercial",
        "Venture capital received, in all",
        "million US$",
        VENTURE,
        _PRODUCT,
        1e6,
        "Value of venture capital that firms of the country received, in all branches.",
    ),
    _gii(
        "venture_deals",
        "commercial",
        "Venture capital deals",
        "per billion PPP$ of GDP",
        ("4.2.3", "gii_vc_recipients_deals"),
        "Number of venture capital deals by place of the recipient, in all branches.",
    ),
    _gii(
        "unicorns",
        "commercial",
        "Value of unicorns",
        "% of GDP",
        ("6.2.2", "gii_unicorn_valuation_pct_gdp"),
        "Valuation of private firms worth a billion US$ or more, in all branches; zero where there is none.",
    ),
    _gii(
        "software_spending",
        "commercial",
        "Spending on software",
        "% of GDP",
        ("6.2.3", "gii_software_spending_pct_gdp"),
        "What is paid for packaged software, estimated, against national product.",
    ),
    _wdi(
        "ict_service_exports",
        "commercial",
        "Exports of ICT services",
        "% of service exports",
        ("BX.GSR.CCIS.ZS", "wb_ict_service_exports_pct"),
        "Computer, communication and information services among exported services.",
    ),
    _wdi(
        "hightech_exports",
        "commercial",
        "High-technology exports",
        "% of manufactured exports",
        ("TX.VAL.TECH.MF.ZS", "wb_high_tech_exports_pct_manufactured"),
        "Goods that take much research, such as electronics and aircraft, among exported manufactures. "
        "Assembly counts.",
    ),
    _wdi(
        "population",
        "none",
        "Population",
        "persons",
        ("SP.POP.TOTL", "wb_population"),
        "People who live in the country, at mid-year.",
    ),
    _wdi(
        "labour_force",
        "none",
        "Labour force",
        "persons",
        ("SL.TLF.TOTL.IN", "wb_labor_force"),
        "People aged 15 and older who work or look for work.",
    ),
    _wdi(
        "gdp",
        "none",
        "Gross domestic product",
        "current US$",
        ("NY.GDP.MKTP.CD", "wb_gdp_current_usd"),
        "National product at the year's prices and exchange rates.",
    ),
    _wdi(
        "gdp_per_head",
        "none",
        "Gross domestic product per head",
        "current international $",
        ("NY.GDP.PCAP.PP.CD", "wb_gdp_per_capita_ppp"),
        "National product per person at purchasing power parity.",
    ),
    Leaf(
        "gai_rank",
        "none",
        "Rank in the Global AI Index, as reported",
        "rank of 83",
        "",
        "",
        "",
        "The rank in the Global AI Index of Tortoise Media, edition of 2024, as press reports state it: "
        "cited facts "
        "for a few countries, no part of this index.",
        direction="-1",
    ),
    Leaf(
        "ai_market",
        "none",
        "Size of the AI market, as reported",
        "billion RUB",
        "",
        "",
        "",
        "The size of the national AI market as a government statement in the press gives it: one cited fact.",
    ),
    Leaf(
        "ai_enterprises",
        "none",
        "Enterprises using AI, European Union",
        "% of enterprises",
        "",
        "",
        "",
        "Enterprises with 10 or more people employed that use at least one AI technology, as Eurostat's texts report "
        "them: cited facts that one target is measured by.",
    ),
    Leaf(
        "ai_articles_total",
        "none",
        "AI articles, 2003 to 2022",
        "articles",
        "ncses_publications",
        "SPBS-91",
        "ncses_ai_articles_2003_22",
        "Scientific articles and conference papers on AI in Scopus in all of these years, each counted once for every "
        "country on it: what ties of kind ai_articles are set against.",
        complete=True,
    ),
    Leaf(
        "ai_articles_ties",
        "none",
        "AI articles with other countries, 2003 to 2022",
        "articles",
        "ncses_publications",
        "SPBS-91",
        "ncses_ai_intl_articles",
        "Of these articles, those with authors from another country as well.",
        complete=True,
    ),
)

_EDITION_2024 = "edition of September 2024"
RANKS: tuple[Mapping[str, str], ...] = (
    {
        "unit": "USA",
        "indicator": "gai_rank",
        "time": "2024",
        "value": "1",
        "source": "press_decypher_2024",
        "where": _EDITION_2024,
        "quote": "With a flawless score of 100, the United States continues to beat China, which has a score of 53.",
    },
    {
        "unit": "CHN",
        "indicator": "gai_rank",
        "time": "2024",
        "value": "2",
        "source": "press_decypher_2024",
        "where": _EDITION_2024,
        "quote": "the United States and China continue to dominate the AI scene, holding the top places "
        "in all three "
        "pillars of the index",
    },
    {
        "unit": "IND",
        "indicator": "gai_rank",
        "time": "2024",
        "value": "10",
        "source": "press_business_standard",
        "where": _EDITION_2024,
        "quote": "India ranks 10th overall in the 2024 Tortoise Global AI Index.",
    },
    {
        "unit": "SAU",
        "indicator": "gai_rank",
        "time": "2024",
        "value": "14",
        "source": "press_gulf_news_2024",
        "where": "20 September 2024",
        "quote": "Saudi Arabia secures 14th place globally and ranked first in the Arab world in the "
        "2024 Global AI Index",
    },
    {
        "unit": "RUS",
        "indicator": "gai_rank",
        "time": "2024",
        "value": "31",
        "source": "press_stratnews_2024",
        "where": "12 December 2024",
    },
)
ACTUALS: tuple[Mapping[str, str], ...] = (
    {
        "unit": "RUS",
        "indicator": "ai_market",
        "time": "2022",
        "value": "650",
        "source": "press_tass_2023_market",
        "where": "26 September 2023: almost 650 billion, 18% more than in 2021",
    },
    *(
        {
            "unit": "EUU",
            "indicator": "ai_enterprises",
            "time": time,
            "value": value,
            "source": "eurostat_ai",
            "where": f"isoc_eb_ai: {where}",
        }
        for time, value, where in (
            ("2021", "7.6", "8.0% in 2023 is 0.4 points more than in 2021"),
            ("2023", "8", "survey of 2023"),
            ("2025", "20", "survey of 2025"),
        )
    ),
)

HEADER = """title: "National AI capability 2026: our own index"
time: 2026
licence: "CC BY 4.0; observations-share-alike.csv and what is adapted from it CC BY-SA 4.0"
units: UNITS
recipe:
  fill: none
  treat: skew_rule
  normalise: minmax(low=1, high=100)
  aggregate: arithmetic
  needs: 0.5
  max_age: 6
vary:
  - weights: {noise: 0.25}
  - normalise: ["minmax(low=1, high=100)", "percentile_rank(low=1, high=100)", "zscore(mean=50, sd=10)"]
  - aggregate: [arithmetic, geometric]
  - treat: [skew_rule, none]
  - leave_out: indicators
"""

NOTES: tuple[str, ...] = (
    "This is our own index. It is not the Global AI Index of Tortoise Media, whose method and data are "
    "not open; its published ranks stand beside the tree as cited facts for five countries.",
    "Ranked are the countries with a value not older than 2020 for two thirds of the indicators. Of the "
    "83 countries of the Global AI Index 2024, Taiwan and Iraq are not: the World Bank's and WIPO's "
    "tables leave Taiwan out, and Iraq has too few values. Their observations are kept.",
    "Where a sub-pillar holds both, its indicators of scale (sums) share one half of its weight equally and "
    "those of intensity (ratios) the other half; a sub-pillar with one kind weighs its indicators equally. Sums of "
    "researchers, knowledge workers, research spending and venture capital are computed by us from published "
    "ratios and have the status E.",
    "28 countries have no score for Commercial, and so none for Investment: they lack both figures of venture "
    "capital, which hold six tenths of its weight. Their rank rests on the rest.",
    "Hong Kong has no score in three of the seven sub-pillars (Operating Environment, Development, Government "
    "Strategy): its rank rests on the rest.",
    "Absence from a complete list (TOP500, Epoch AI, NCSES) is written as an explicit zero with the "
    "status E. NCSES counts Hong Kong with China: there Hong Kong is missing, not zero.",
    "The year of a Global Innovation Index value is the edition, not the year that the figure describes.",
    "The indicator ai_strategy comes from Oxford Insights under CC BY-SA 4.0. Leave it out, with its "
    "file, to be free of share-alike.",
    "Targets keep the conflicts between their sources as separate rows; the note says what the conflict "
    "is. One row of the source table, Russia's AI market of 2022, is an actual value and stands as an "
    "observation (ai_market).",
)

SOURCES: Mapping[str, dict[str, str]] = {
    "worldbank_wdi": {
        "title": "World Development Indicators",
        "publisher": "World Bank",
        "licence": "CC BY 4.0",
        "url": "https://data.worldbank.org/indicator",
        "citation": "World Bank, World Development Indicators.",
        "note": "`where` is the code of the series. Read from a public copy of the tables, 2018 to 2025.",
    },
    "worldbank_wgi": {
        "title": "Worldwide Governance Indicators",
        "publisher": "World Bank",
        "licence": "CC BY 4.0",
        "url": "https://www.worldbank.org/en/publication/worldwide-governance-indicators",
        "citation": "Kaufmann and Kraay, Worldwide Governance Indicators, World Bank.",
        "note": "`where` is the code of the series. Read from a public copy of the tables, 2018 to 2024.",
    },
    "wipo_gii": {
        "title": "Global Innovation Index, data of the indicators, editions of 2023 to 2025",
        "publisher": "World Intellectual Property Organization",
        "licence": "CC BY 4.0",
        "url": "https://www.wipo.int/gii-ranking/",
        "citation": "WIPO, Global Innovation Index 2023, 2024, 2025.",
        "note": "`where` is the edition and the indicator's number (numbering of 2024). WIPO compiles "
        "most of "
        "them from others, such as UNESCO, ILO, IEA, QS, PitchBook and GitHub. Licence as widely stated. "
        "Read from a public copy.",
    },
    "ncses_publications": {
        "title": "Science and Engineering Indicators 2024: Publications Output, U.S. and International "
        "Comparisons (NSB-2023-33)",
        "publisher": "National Center for Science and Engineering Statistics, National Science Foundation",
        "licence": "public domain (US Government work)",
        "url": "https://ncses.nsf.gov/pubs/nsb202333",
        "citation": "National Science Board (2023), Publications Output: U.S. Trends and International "
        "Comparisons, "
        "NSB-2023-33.",
        "note": "Counts are from Scopus. The ties of kind ai_articles are totals of 2003 to 2022, dated "
        "by their "
        "last year. Licence as widely stated. Read from a public copy.",
    },
    "ncses_inventions": {
        "title": "Science and Engineering Indicators 2024: Invention, Knowledge Transfer, and Innovation (NSB-2024-1)",
        "publisher": "National Center for Science and Engineering Statistics, National Science Foundation",
        "licence": "public domain (US Government work)",
        "url": "https://ncses.nsf.gov/pubs/nsb20241",
        "citation": "National Science Board (2024), Invention, Knowledge Transfer, and Innovation, NSB-2024-1.",
        "note": "Licence as widely stated. Read from a public copy.",
    },
    "microsoft": {
        "title": "AI Diffusion, share of AI users by country",
        "publisher": "Microsoft AI Economy Institute",
        "licence": "MIT",
        "url": "https://github.com/microsoft/ai-diffusion-report",
        "citation": "Microsoft AI Economy Institute (2026), AI Diffusion report.",
        "note": "2025-S1 and 2025-S2 are half-years, 2026-Q1 a quarter.",
    },
    "epoch_clusters": {
        "title": "GPU clusters",
        "publisher": "Epoch AI",
        "licence": "CC BY 4.0",
        "url": "https://epoch.ai/data/gpu-clusters",
        "citation": "Epoch AI, GPU clusters.",
        "note": "Sum by country of existing clusters that are confirmed or likely. Read from a public copy.",
    },
    "epoch_models": {
        "title": "Notable AI models",
        "publisher": "Epoch AI",
        "licence": "CC BY 4.0",
        "url": "https://epoch.ai/data/ai-models",
        "citation": "Epoch AI, Data on AI models.",
        "note": "Models published from 2015 to May 2025. Read from a public copy.",
    },
    "top500": {
        "title": "TOP500 lists, November 2021 to June 2025, shares by country",
        "publisher": "TOP500.org",
        "licence": "facts, aggregated",
        "url": "https://www.top500.org/lists/top500/",
        "citation": "TOP500, lists of November 2021, June 2023, June 2024, November 2024, June 2025.",
        "note": "Added up by country from the lists; the lists themselves are not passed on.",
    },
    "oxford_insights": {
        "title": "Government AI Readiness Index, dimension Vision, editions of 2020 to 2024",
        "publisher": "Oxford Insights",
        "licence": "CC BY-SA 4.0",
        "url": "https://oxfordinsights.com/ai-readiness/ai-readiness-index/",
        "citation": "Oxford Insights, Government AI Readiness Index 2020 to 2024.",
        "note": "In a file of its own, observations-share-alike.csv.",
    },
    "eurostat_ai": {
        "title": "Use of artificial intelligence in enterprises, European Union, surveys of 2021, 2023 and 2025",
        "publisher": "Eurostat",
        "licence": "CC BY 4.0",
        "url": "https://ec.europa.eu/eurostat/databrowser/view/isoc_eb_ai",
        "citation": "Eurostat, data set isoc_eb_ai.",
        "note": "Figures as Eurostat's texts state them, read in copies of these texts. The value of 2024 was in "
        "none of them and is left out.",
    },
    "public_record": {
        "title": "Memberships of blocs, from their public records",
        "licence": "facts",
        "note": "Entered from common public records and press reports; how sure each entry is stands in its "
        "note. Companies and associations, not states, joined the AI networks; they stand under their "
        "countries.",
    },
}

TARGET_SOURCES: Mapping[str, dict[str, str]] = {
    "press_decypher_2024": {
        "title": "Who is leading the AI race? Insights from the Tortoise Global AI Index 2024",
        "publisher": "Decypher",
        "url": "https://www.readdecypher.com/who-is-leading-the-ai-race-insights-from-the-tortoise-global-ai-index-2024",
        "note": "It gives China's score as 53; other copies of the edition give 54.",
    },
    "press_business_standard": {
        "title": "Datanomics: India's AI moment faces a compute and capital reality check",
        "publisher": "Business Standard",
        "url": "https://www.business-standard.com/amp/technology/tech-news/datanomics-india-s-ai-moment-faces-a-"
        "compute-and-capital-reality-check-126022000812_1.html",
    },
    "press_gulf_news_2024": {
        "title": "Saudi Arabia ranks 14th globally in AI index, 20 September 2024",
        "publisher": "Gulf News",
        "url": "https://gulfnews.com/business/markets/saudi-arabia-ranks-14th-globally-in-ai-index-1.1726826247515",
    },
    "press_stratnews_2024": {
        "title": "Putin unveils AI Alliance Network with BRICS nations, 12 December 2024",
        "publisher": "StratNews Global (copy of Reuters)",
        "url": "https://stratnewsglobal.com/russia/putin-unveils-ai-alliance-network-with-brics-nations",
    },
    "press_tass_2023": {
        "title": "Statement of the office of Deputy Prime Minister Chernyshenko, 26 September 2023",
        "publisher": "TASS",
        "url": "https://tass.com/economy/1680873",
    },
    "press_tass_2023_market": {
        "title": "Russia's AI market in 2022, 26 September 2023",
        "publisher": "TASS",
        "url": "https://tass.com/economy/1680865",
    },
    "press_rt_2024": {
        "title": "AI technologies help Russia boost economic growth: Prime Minister Mishustin, 3 February 2024",
        "publisher": "RT (copy by Rants or Insights)",
        "url": "https://rantsorinsights.com/2024/02/03/ai-technologies-help-russia-boost-economic-growth-pm",
    },
    "press_bne_2024": {
        "title": "Russia's AI ambitions may hit the wall, 2024",
        "publisher": "bne IntelliNews",
        "url": "https://intellinews.com/russia-s-ai-ambitions-may-hit-the-wall-343350",
    },
    "press_kommersant_2024": {
        "title": "Report on Decree No. 124 on the national AI strategy, 15 February 2024",
        "publisher": "Kommersant",
        "url": "https://kommersant.ru/doc/6522859",
    },
    "press_interfax_2024": {
        "title": "Report on Deputy Prime Minister Chernyshenko, 17 April 2024",
        "publisher": "Interfax",
        "url": "https://interfax.ru/russia/956328",
    },
    "press_china_money_2017": {
        "title": "New Generation AI Development Plan of the State Council, 20 July 2017, as reported the day after",
        "publisher": "China Money Network",
        "url": "https://www.chinamoneynetwork.com/2017/07/21/china-aims-to-lead-the-world-in-ai-core-ai-sector-to-"
        "reach-rmb1-trillion-by-2030",
    },
    "press_frontline_2024": {
        "title": "Member states falling short of Digital Decade goals, July 2024, on the Digital Decade "
        "Policy "
        "Programme 2030",
        "publisher": "Frontline Europe",
        "url": "https://frontlineeurope.com/member-states-falling-short-of-digital-decade-goals-shows-latest-european-"
        "commission-report",
    },
    "press_lords_2025": {
        "title": "Written question HL8332 on the AI Opportunities Action Plan of January 2025",
        "publisher": "Parallel Parliament",
        "url": "https://www.parallelparliament.co.uk/question/HL8332/artificial-intelligence",
    },
    "press_leaders_outlook_2024": {
        "title": "AI technology: fostering Bharat's ascent as a leading global powerhouse in artificial intelligence",
        "publisher": "The Leaders Outlook",
        "url": "https://theleadersoutlook.com/ai-technology-fostering-bharats-ascent-as-a-leading-global-powerhouse-in-"
        "artificial-intelligence",
    },
    "press_latest_2025": {
        "title": "AI competition drives up demand for key hardware, February 2025",
        "publisher": "latest.com",
        "url": "https://www.latest.com/ai-competition-drives-up-demand-for-key-hardware",
    },
    "press_khaleej_2023": {
        "title": "UAE's ambitious AI blueprint: pioneering a tech-driven future, 23 October 2023",
        "publisher": "Khaleej Times",
        "url": "https://www.khaleejtimes.com/kt-network/uaes-ambitious-ai-blueprint-pioneering-a-tech-driven-future",
    },
    "press_waradana": {
        "title": "Artificial intelligence",
        "publisher": "Al Waradana",
        "url": "https://waradana.com/english/article/177365-artificial-intelligence",
    },
    "press_gcc_news": {
        "title": "Saudi Arabia poised to become global AI hub by 2030, on the National Strategy for Data "
        "and AI of "
        "October 2020",
        "publisher": "GCC Business News",
        "url": "https://gccbusinessnews.com/saudi-arabia-poised-to-become-global-ai-hub-by-2030",
    },
}

_GDP = "AI contribution to GDP"
_DECREE = {"announced": "2024-02-15", "source": "press_kommersant_2024", "where": "15 February 2024"}
_PLAN = {
    "kind": "level",
    "announced": "2017-07-20",
    "source": "press_china_money_2017",
    "where": "21 July 2017",
}
_DECADE = {"source": "press_frontline_2024", "where": "July 2024"}
_SAUDI = {"announced": "2020-10", "source": "press_gcc_news"}
_INDIA = {"announced": "2024", "source": "press_leaders_outlook_2024"}

# By country, name and year of the target in the source table: what the table does not say in columns.
TARGET_DETAILS: Mapping[tuple[str, str, str], dict[str, str] | None] = {
    ("RUS", _GDP, "2030"): {
        "kind": "level",
        "announced": "2024-12-11",
        "source": "press_stratnews_2024",
        "where": "12 December 2024",
        "note": "reported as a contribution by 2030 beside one in 2023; a government statement of 2023 "
        "calls the same "
        "sum a total by 2030",
        "quote": "11.2 trillion roubles ($109 billion) to the country’s GDP by 2030, compared to 0.2 "
        "trillion roubles "
        "($1.9 billion) in 2023",
    },
    ("RUS", f"{_GDP} (government statement)", "2030"): {
        "indicator": _GDP,
        "kind": "cumulative",
        "announced": "2023-09-26",
        "source": "press_tass_2023",
        "where": "26 September 2023",
        "note": "government statement: 11.2 trillion in total by 2030, so it may be cumulative and not "
        "an annual level; "
        "TASS converts 11 trillion to $114.4 billion",
    },
    ("RUS", "AI economic effect (PM Mishustin, 2 Feb 2024)", "2030"): {
        "indicator": _GDP,
        "kind": "level",
        "announced": "2024-02-02",
        "source": "press_rt_2024",
        "where": "3 February 2024",
        "note": "the Prime Minister's word is economic effect, some 6% of GDP; its baseline of about 1 "
        "trillion in 2023 "
        "conflicts with the 0.2 trillion of other reports",
        "quote": "the economic effect is about one trillion rubles, and by the end of the decade it will "
        "top ten trillion",
    },
    ("RUS", f"{_GDP} (other figure)", "2030"): {
        "indicator": _GDP,
        "kind": "level",
        "source": "press_bne_2024",
        "note": "another figure: 11.3 trillion, $124 billion in the article",
    },
    ("RUS", "Workers with AI skills", "2030"): {
        **_DECREE,
        "kind": "share",
        "note": "Kommersant dates the baseline of 5% to 2022; StratNews Global (copy of Reuters, "
        "December 2024) says "
        "5% today, other copies 2023",
    },
    ("RUS", "Annual spending of organisations on AI", "2030"): {
        **_DECREE,
        "kind": "level",
        "note": "the baseline is derived: 850 billion divided by the seven-fold increase that StratNews "
        "Global reports; "
        "the decree reportedly says 123 billion in 2022, not seen by us",
    },
    ("RUS", "Priority sectors with high AI readiness", "2030"): {**_DECREE, "kind": "share"},
    ("RUS", "AI graduates per year", "2030"): {**_DECREE, "kind": "level", "note": "more than 15 thousand"},
    ("RUS", "AI supercomputing power", "2030"): {
        "kind": "multiple",
        "announced": "2024-04-17",
        "source": "press_interfax_2024",
        "where": "17 April 2024",
    },
    ("RUS", "AI services volume", "2030"): {
        "kind": "level",
        "source": "press_bne_2024",
        "note": "stated as over the next five years",
    },
    ("RUS", "AI professionals trained", "2030"): {"kind": "cumulative", "source": "press_bne_2024"},
    ("RUS", "Russian AI market size (actual)", "2022"): None,
    **{
        ("CHN", name, year): {**_PLAN, "milestones": way}
        for name, ways in (
            ("Core AI industry scale", ("", "2020: 150", "2020: 150; 2025: 400")),
            ("AI-related industries scale", ("", "2020: 1000", "2020: 1000; 2025: 5000")),
        )
        for year, way in zip(("2020", "2025", "2030"), ways, strict=True)
    },
    ("EUU", "Enterprises using cloud, big data or AI", "2030"): {
        **_DECADE,
        "kind": "share",
        "series": "ai_enterprises",
        "baseline_time": "2021",
        "note": "on 2023 trends only 64% cloud, 50% big data and 17% AI by 2030; measured here by AI alone",
    },
    ("EUU", "ICT specialists employed", "2030"): {**_DECADE, "kind": "level"},
    ("EUU", "Population 16-74 with basic digital skills", "2030"): {**_DECADE, "kind": "share"},
    ("EUU", "Households covered by fibre", "2030"): {**_DECADE, "kind": "share"},
    ("GBR", "Public AI Research Resource compute", "2030"): {
        "kind": "multiple",
        "announced": "2025-01",
        "source": "press_lords_2025",
        "where": "HL8332",
    },
    ("IND", "Public AI compute (IndiaAI Mission)", ""): {
        **_INDIA,
        "kind": "level",
        "note": "at least; no year was stated; 10,000 to 30,000 in the proposal, more than 18,000 "
        "announced in January 2025",
    },
    ("IND", "IndiaAI Mission budget", ""): {
        **_INDIA,
        "kind": "cumulative",
        "note": "more than; no year was stated; the approved figure is elsewhere given as 10,372 crore, not seen by us",
    },
    ("KOR", "High-performance GPUs, national AI computing centre", "2026"): {
        "kind": "level",
        "announced": "2025-02",
        "source": "press_latest_2025",
        "where": "February 2025",
        "note": "10 thousand within 2025, 18 thousand by the first half of 2026",
    },
    ("ARE", "Extra growth from AI", "2031"): {
        "kind": "level",
        "source": "press_khaleej_2023",
        "where": "23 October 2023",
        "note": "up to; whether of one year or in total is not said",
    },
    ("ARE", "Government services and data analysis relying on AI", "2031"): {
        "kind": "share",
        "source": "press_waradana",
    },
    ("SAU", "World rank in AI", "2030"): {
        **_SAUDI,
        "indicator": "gai_rank",
        "direction": "-1",
        "kind": "rank",
        "measure": "rank",
        "note": "the strategy says among the first 15 and names no index; it is measured here by the "
        "rank in the Global "
        "AI Index, as the baseline is (third edition)",
    },
    ("SAU", "Investment in data and AI", "2030"): {**_SAUDI, "kind": "cumulative"},
    ("SAU", "Data and AI specialists trained", "2030"): {**_SAUDI, "kind": "cumulative"},
    ("SAU", "AI start-ups", "2030"): {**_SAUDI, "kind": "level", "note": "more than 300"},
}

# Where sources give one target another baseline: a row of its own, right after the row of the table.
CONFLICTS: Mapping[tuple[str, str, str], dict[str, str]] = {
    ("RUS", "Workers with AI skills", "2030"): {
        "baseline_time": "2023",
        "announced": "2024-12-11",
        "source": "press_stratnews_2024",
        "where": "12 December 2024",
        "note": "the same target with the baseline of 5% in 2023: StratNews Global (copy of Reuters) says 5% today, "
        "other copies 2023; Kommersant says 2022",
    },
}
