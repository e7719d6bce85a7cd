"""The words that tell of an event, by the classes of the PLOVER manual of 2021 with codes of CAMEO."""

from __future__ import annotations

from typing import Final

# What may stand before a verb and belongs to it; `event` looks back for it, since a pattern that begins with what may
# be absent is tried at every letter.
HAVE: Final = "{have}"
COOP: Final = (
    r"(?:(?:co-?operat|collaborat|partner)\w*|work\s(?:more\s|very\s)?(?:closely|together))"
    r"\s(?:in\s[\w\s]{1,30}\s)?with\b"
)
NET: Final = r"(?:[Aa]lliance|[Nn]etwork|[Pp]artnership|[Pp]act|[Cc]oalition|[Tt]reaty|[Aa]greement|[Bb]loc|[Ff]und)"
GROUP: Final = r"(?:group|bloc|alliance|club|union|organi[sz]ation|pact)"  # an organisation that was named before
PACT = r"(?:deal|[Aa]greement|[Aa]ccord|[Tt]reaty|[Pp]act|ceasefire|truce|memorandum|contract|[Dd]eclaration"
PACT += r"|[Pp]rotocol)s?\b"
# trigger, class, CAMEO code, frame: `right` needs an actor after it, `both` takes the actors on its left as both sides.
LEXICON: Final[tuple[tuple[str, str, str, str], ...]] = (
    (
        rf"{HAVE}(?:order(?:s|ed)?|instruct(?:s|ed)?|direct(?:s|ed)|task(?:s|ed))(?=\s[^.;]{{3,140}}{COOP})",
        "AGREE",
        "031",
        "with",
    ),
    (rf"{HAVE}agree(?:s|d)?\s(?:on\s\w+\s)?to", "AGREE", "030", "both"),
    (rf"{HAVE}sign(?:s|ed)\s(?:(?:a|an|the|\w+)\s)?(?:\w+\s){{0,3}}(?:{NET}|{PACT})", "SUPPORT", "057", "both"),
    (
        rf"(?:declaration|announcement|declare[sd]|announce[sd]|launch(?:es|ed)?|unveil(?:s|ed)?)(?=\s(?:of"
        rf"\s)?(?:a\s|an\s|the\s)(?:new\s)?(?:[\w-]+\s){{0,4}}{NET})",
        "AGREE",
        "030",
        "right",
    ),
    (
        r"expressed\s(?:his|her|its|their)\s(?:desire|wish|intention|intent|readiness|willingness|hope)\sto"
        r"\s(?:establish|create|cooperate|form|build|deepen|expand|strengthen)",
        "AGREE",
        "030",
        "any",
    ),
    (rf"{HAVE}engaged?(?=\swith\b)", "CONSULT", "040", "right"),
    (r"invit(?:es|ed)(?=\s[a-z]|\s[A-Z])", "AGREE", "030", "any"),
    (
        rf"{HAVE}(?:told(?!\s(?:reporters|journalists|parliament|lawmakers|an?\s|the\s(?:newspaper|press|media|paper)))"
        rf"|urge[sd]?|ask(?:s|ed)|call(?:s|ed)\son|demand(?:s|ed))(?=\s[^.;]{{2,80}}\bto\b)|asked(?=\s(?:the\s)?[A-Z]\w+\sfor\b)",
        "REQUEST",
        "102",
        "right",
    ),
    (
        rf"{HAVE}(?:cease[sd]?|halt(?:s|ed)?|stop(?:s|ped)?|suspend(?:s|ed)?|ban(?:s|ned)?|restrict(?:s|ed)?)"
        rf"\s(?:all\s)?(?:exports?|shipments?|deliveries|sales|supplies|imports?)",
        "SANCTION",
        "163",
        "right",
    ),
    (r"sanctions(?=\s(?:aimed|on|against|imposed|limiting|over|targeting))", "SANCTION", "163", "noun"),
    (r"boycott|embargo", "SANCTION", "163", "noun"),
    (rf"{HAVE}(?:expel(?:s|led)?|ordered\sout)", "SANCTION", "166", "right"),
    (r"closure(?=\sof\sthe\s[A-Z])", "SANCTION", "160", "right"),
    (
        rf"{HAVE}(?:suspend(?:ed|s)|froze|halted)\s(?:[\w'’]+\s){{0,4}}(?:membership|trade|ties|relations|aid|visas?|flights|co-?operation|talks|assistance|imports?)",
        "SANCTION",
        "160",
        "right",
    ),
    (
        rf"{HAVE}(?:leav(?:es?|ing)|withdraw(?:s|n|ing)?\s(?:[A-Z]\w+\s|it\s)?from|withdrew\s(?:it\s)?from|pull(?:ed|ing)?\sout|quit(?:s"
        rf"|ting)?|vot(?:ed|es)\sto\sleave)(?=\s(?:of\s)?(?:the\s)?[A-Z])",
        "SANCTION",
        "166",
        "any",
    ),
    (rf"{HAVE}left(?=\s(?:the\s)?[A-Z])", "SANCTION", "166", "any"),
    (
        rf"{HAVE}(?:cut|sever(?:ed|s)?|br(?:eak|oke)\soff)\s(?:diplomatic\s)?(?:ties|relations)",
        "SANCTION",
        "161",
        "any",
    ),
    (
        r"military\soperations?(?=[”\"]?\s(?:in|against)\b)|invasion(?=\sof\b)|(?:air)?strikes?(?=\son\b)|offensive(?=\sin\b)"
        r"|bombing(?=\sof\b)|war(?=\s(?:in|on|against)\s[A-Z])",
        "ASSAULT",
        "190",
        "right",
    ),
    (
        rf"{HAVE}(?:storm(?:ed|s)|attack(?:s(?!\son\b)|ed)|invade[sd]?|bomb(?:s|ed)|shell(?:s|ed))(?=\s)",
        "ASSAULT",
        "190",
        "any",
    ),
    (rf"{HAVE}(?:broker(?:ed|s)|mediate[sd]?)", "CONSULT", "045", "passive"),
    (r"[Tt]alks(?=\sbetween\b)", "CONSULT", "046", "between"),
    (r"(?<=\s)talks(?=\s(?:with|in|between|on|over|about)\b)", "CONSULT", "046", "any"),
    (
        rf"{HAVE}(?:spoke|talked)(?=\s(?:by|on\sthe|over\sthe)\s(?:tele)?phone|\son\s[A-Z]\w+day|\sfor\s\w+\s(?:hours|minutes))",
        "CONSULT",
        "041",
        "both",
    ),
    (rf"{HAVE}(?:met|meet)(?=\s(?:in|at|on|for|again|yesterday|today|next|tomorrow)\b)", "CONSULT", "040", "both"),
    (rf"{HAVE}(?:met\swith|host(?:ed|s)|visit(?:ed|s))(?=\s)", "CONSULT", "046", "any"),
    (
        rf"{HAVE}(?:join(?:s|ed|ing)?)(?=\s(?:the\s)?[A-Z]|\sthe\s{GROUP}\b)",
        "SUPPORT",
        "057",
        "right",
    ),
    (
        rf"{HAVE}bec[ao]mes?(?=\s(?:(?:the\s)?[A-Z][\w’']+['’]s?\s(?:[\w-]+\s){{1,2}}member\b"
        rf"|(?:a|the)\s(?:[\w-]+\s){{0,2}}member\sof\s(?:the\s)?[A-Z]))",
        "SUPPORT",
        "057",
        "right",
    ),
    (rf"{HAVE}appl(?:ied(?=\s|$)|ying(?=\sfor\s|\sto\s(?:join|become|accede)))", "REQUEST", "102", "any"),
    (
        r"denied(?=\s(?:any|all|the|that|having|being|involvement|responsibility|wrongdoing|it)\b)",
        "REJECT",
        "016",
        "negative",
    ),
    (rf"{HAVE}accuse[sd]?", "ACCUSE", "112", "right"),
    (rf"{HAVE}(?:condemn(?:s|ed)?|denounce[sd]?|criticise[sd]?|criticize[sd]?)", "ACCUSE", "111", "right"),
    (rf"{HAVE}(?:annex(?:ed|es)|seized?)(?=\s)(?!\spower\b)", "COERCE", "192", "any"),
    (rf"{HAVE}(?:(?<!\bthe\s)occup(?:ied|ies)|captured?|recaptured?|retook|overran)(?=\s)", "ASSAULT", "192", "any"),
    (
        rf"{HAVE}(?:agree[sd]?\s(?:up)?on|reach(?:es|ed)|struck|concluded?|clinched|finali[sz]ed)\s(?:an?\s|the\s|its\s|their\s)(?:[\w-]+\s){{0,3}}"
        rf"(?:{PACT}|consensus\b)",
        "AGREE",
        "030",
        "both",
    ),
    (
        rf"{HAVE}(?:renew(?:s|ed)|resume[sd]?|began|opened|held)\s(?:[\w-]+\s){{0,3}}(?:negotiations|talks|consultations)",
        "CONSULT",
        "046",
        "both",
    ),
    (
        rf"{HAVE}(?:establish(?:ed|es)|re-?established|restore[sd]?|resume[sd]?|upgrade[sd]?|renewed|normali[sz]ed)"
        r"\s(?:[\w-]+\s){0,2}(?:ties|relations)",
        "SUPPORT",
        "050",
        "both",
    ),
    (
        rf"{HAVE}re-?open(?:s|ed)\s(?:their|its)\s(?:embass(?:y|ies)|borders?)|reopened\sembassies",
        "SUPPORT",
        "050",
        "both",
    ),
    (
        rf"{HAVE}(?:cut|cuts|cutting)\soff\s(?:[\w-]+\s){{0,2}}(?:supplies|supply|exports|deliveries|aid|electricity|gas)",
        "SANCTION",
        "163",
        "right",
    ),
    (
        rf"{HAVE}(?:freez(?:e|es)|froze|frozen)\s(?:[\w-]+\s){{0,2}}(?:assets|reserves|funds|accounts)",
        "SANCTION",
        "163",
        "any",
    ),
    (rf"{HAVE}threaten(?:s|ed)?", "THREATEN", "130", "right"),
    (rf"{HAVE}(?:always\s)?(?:reject(?:s|ed)|refuse[sd]?|rebuff(?:s|ed))", "REJECT", "120", "any"),
    (
        r"(?:pledge[sd]?|donate[sd]?|provide[sd]?|sen(?:t|ds))(?=\s[^.;,]{1,40}\b(?:aid|assistance|relief)\b)",
        "AID",
        "070",
        "right",
    ),
    (
        rf"{HAVE}(?:step(?:s|ped)?\sdown|resign(?:s|ed)?)(?!\s(?:to|himself|herself|themselves)\b)",
        "CONCEDE",
        "083",
        "alone",
    ),
)
# How words of a sentence must begin for the rule of that place to be tried: one for each side of a plus.
STEMS: Final = (
    "order instruct direct task + cooperat operat collaborat partner work",
    "agree",
    "sign",
    "declar announce launch unveil + alliance network partnership pact coalition treaty agreement bloc fund",
    "express + his her its their",
    "engage",
    "invit",
    "told urge asks asked calls called demanded demands",
    "export shipment deliver sales suppl import + cease halt stop suspend ban restrict",
    "sanctions",
    "boycott embargo",
    "expel ordered",
    "closure",
    "suspend froze halted + membership trade ties relations aid visa flight cooperat operation talks assistance import",
    "leav withdr pull quit vote",
    "left",
    "ties relations + cut sever off",
    "operation invasion strike airstrike offensive bombing war",
    "stormed storms attacks attacked invade bombs bombed shelled shells",
    "broker mediate",
    "talks + between",
    "talks",
    "spoke talked",
    "met meet",
    "met host visit",
    "join",
    "member + became become",
    "applied applying",
    "denied",
    "accuse",
    "condemn denounce critici",
    "annex seize",
    "occup capture recapture retook overran",
    "agree reach struck conclude clinch finali + deal agreement accord treat pact ceasefire truce memorand contract"
    " declar protocol consensus",
    "negotiation talks consultation + renew resume began opened held",
    "ties relations + establish re reestablish restore resume upgrade renew normali",
    "reopen re + embass border",
    "off + cut cuts cutting",
    "freez froze + asset reserve fund account",
    "threaten",
    "reject refuse rebuff",
    "aid assistance relief + pledge donate provide sent sends",
    "step resign",
)
