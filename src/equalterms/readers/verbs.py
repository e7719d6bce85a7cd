"""Common verbs that tell of an event, by the classes of the PLOVER manual of 2021 with codes of CAMEO."""

from __future__ import annotations

from typing import Final

from equalterms.readers.triggers import PACT

_TALKS: Final = r"(?:talks|meetings?|consultations|negotiations|discussions|a meeting|a summit)"
_BARS = r"(?:sanctions?|tariffs?|dut(?:y|ies)|embargo|restrictions?|ban|blockade|quotas?|curbs|export\scontrols"
_BARS += r"|(?:price\s)?caps?)"
_HELP = (
    r"(?:aid|assistance|relief|loans?|credits?|grants?|money|food|weapons|arms|medicine|medical supplies|troops|tanks"
)
_HELP += r"|missiles|ammunition|vaccines|shells|jets|drones|grain|equipment|engineers|rescue teams|doctors|help)"
_ARMED: Final = r"(?:troops|forces|soldiers|warships|fighter jets|jets|tanks|missiles|marines|reservists|army)"
# What is still to be done: these count after `will`, `to` or `must` only (`a visit`, `the support` are no deeds).
BARE: Final = frozenset(
    [
        *("meet", "visit", "host", "travel", "fly", "back", "support", "recognise", "recognize", "defend", "withdraw"),
        *("pull", "suspend", "expel", "freeze", "halt", "scrap", "lend", "levy", "leave", "condemn"),
    ]
)
# Verbs of every class, read only where the actor stands before them and the other side soon after.
COMMON: Final[tuple[tuple[str, str, str, str], ...]] = (
    ("sign + with", rf"signed\s(?:[\w-]+\s){{0,5}}{PACT}(?=\swith\b)", "SUPPORT", "057"),
    (
        "reach struck conclude clinch finali + with",
        rf"(?:reached|struck|concluded|clinched|finali[sz]ed)\s(?:[\w-]+\s){{0,5}}{PACT}(?=\swith\b)",
        "AGREE",
        "057",
    ),
    ("agreed + with", r"agreed\swith", "AGREE", "030"),
    (
        "offer ready willing prepared promise + to",
        r"(?:offer(?:ed|s)\sto|(?:is|are|was|were|be)\s(?:[a-z]+\s)?(?:ready|willing|prepared)\sto|promise[sd]\sto)(?=\s[a-z])",
        "AGREE",
        "030",
    ),
    ("apologi", r"apologi[sz]e[sd]\sto", "SUPPORT", "055"),
    ("extradit", r"extradite[sd]", "COOPERATE", "060"),
    (
        "exercise manoeuvre game + held hold began launch start",
        r"(?:held|holds|began|launched|started)\s(?:[\w-]+\s){0,3}(?:exercises|man(?:o?eu)vres|war\sgames)(?=\swith\b)",
        "COOPERATE",
        "062",
    ),
    (
        "asylum + grant gave given offer",
        r"(?:grant(?:ed|s)|gave|offered)\s(?:[\w-]+\s){0,2}asylum(?=\sto\b)",
        "AID",
        "075",
    ),
    (
        "investigation inquiry probe + launch open began start",
        r"(?:launched|opened|began|started)\s(?:[\w-]+\s){0,3}(?:investigation|inquiry|probe)s?(?=\s(?:into|of|against)\b)",
        "ACCUSE",
        "090",
    ),
    (
        "indict sued suing sues charged lodged filed",
        r"(?:indicted|sued|(?:is|are)\ssuing|sues|(?:lodged|filed)\s(?:[\w-]+\s){0,3}(?:protest|complaint|lawsuit|case|suit)s?"
        r"(?=\s(?:with|against|to)\b))",
        "ACCUSE",
        "115",
    ),
    ("ultimatum", r"(?:issued|gave|delivered)\s(?:an\s)?ultimatum", "THREATEN", "136"),
    (
        "cancel + visit trip talks meeting summit contract deal",
        r"cancel(?:led|ed|s)\s(?:[\w-]+\s){0,3}(?:visit|trip|talks|meetings?|summit|contracts?|deals?)",
        "SANCTION",
        "160",
    ),
    (
        "closed close closes + border airspace embass consulate port",
        r"close[sd]?\s(?:its|the|their)\s(?:[\w-]+\s){0,2}(?:borders?|airspace|embass(?:y|ies)|consulates?|ports?)"
        r"(?=\s(?:with|to|in|from)\b)",
        "SANCTION",
        "161",
    ),
    ("hacked hack hacks", r"(?:hacked|hacks|hack)(?:\sinto)?", "COERCE", "176"),
    (
        "must + said says declared insisted reiterated",
        r"(?:said|says|declared|insisted|reiterated)"
        r"(?=\s(?:[\w-]+\s){0,3}?(?:that\s)?(?:the\s)?[A-Z][\w’']+\s(?:[\w’']+\s){0,2}must\b)",
        "REQUEST",
        "020",
    ),
    (
        "cooperat operat collaborat work + with + will would plan",
        r"(?:will|would|plan(?:s|ned)?\sto)\s(?:co-?operate|collaborate|work(?:\s(?:more\s)?(?:closely|together))?)"
        r"(?=\swith\b)",
        "AGREE",
        "030",
    ),
    (
        "talks meeting consultation negotiation discussion summit + hold held beg open resum start",
        rf"(?:held|holds|holding|began|begins|opened|resumed|hold|start(?:ed)?)\s(?:[\w-]+"
        rf"\s){{0,3}}{_TALKS}(?=\swith\b)",
        "CONSULT",
        "040",
    ),
    (
        "met meet visit arriv travel flew fly",
        r"(?:met(?:\swith|(?=\s(?:the\s)?[A-Z]))|meet(?:\swith|(?=\s(?:the\s)?[A-Z]))|visit|host|travel\sto|fly\sto"
        r"|visit(?:ed|s|ing)|arriv(?:ed|es)\sin|travel+ed\sto|flew\sto)",
        "CONSULT",
        "042",
    ),
    (
        "phoned telephoned spoke negotiat",
        r"(?:(?:tele)?phoned|spoke\s(?:to|with)|negotiat(?:ed|es|ing)\swith)",
        "CONSULT",
        "041",
    ),
    (
        "praise hail welcome backed backs endorse congratulate supported supports recogni defend thank",
        r"(?:praise[sd]|hail(?:ed|s)|welcome[sd]|back(?:ed|s)|endorse[sd]|congratulate[sd]|support(?:ed|s)"
        r"|recogni[sz]e[sd]"
        r"|defend(?:ed|s)|thank(?:ed|s))",
        "SUPPORT",
        "051",
    ),
    (
        "support back recogni defend + will would must should could",
        r"(?:back|support|recogni[sz]e|defend)",
        "SUPPORT",
        "051",
    ),
    (
        "released freed lift ease relax",
        rf"(?:released|freed|(?:lifted|eased|relaxed|(?:(?<=would\s)|(?<=will\s))(?:lift|ease|relax))\s(?:[\w-]+\s){{0,3}}(?:{_BARS}|curfew|siege|state\sof\semergency))",
        "CONCEDE",
        "081",
    ),
    (
        "cooperat exchanged shared + with",
        r"(?:cooperat(?:ed|es|ing)\swith|exchanged\s[\w\s]{3,30}\swith|shared\s[\w\s]{3,30}\swith)",
        "COOPERATE",
        "060",
    ),
    (
        "gave give sent send provid deliver donat grant offer lent lend suppl shipped dispatch + aid assistance relief"
        " loan credit grant money food weapon arms medic troops tanks missiles ammunition vaccine shells jets drones"
        " grain equipment engineers rescue doctors help",
        rf"(?:gave|sent|offered|dispatched|(?:will|would|to)\s(?:give|send|provide|deliver|lend|supply|donate|grant)|provid(?:ed|es)|deliver(?:ed|s)|donate[sd]|grant(?:ed|s)|lent|suppl(?:ied|ies)"
        rf"|shipped)(?=\s(?:[^.;]|\.\d){{0,60}}\b{_HELP}\b)",
        "AID",
        "070",
    ),
    (
        "withdrew pull withdraw + troops forces soldiers warships jets tanks missiles marines reservists army",
        rf"(?:withdrew|pulled\sback|pulled|withdrawing|withdraw|pull(?:\sback)?)\s(?:[\w-]+\s){{0,4}}{_ARMED}",
        "RETREAT",
        "087",
    ),
    (
        "appealed appeals request urge demanded demands demanding called calls",
        r"(?:demand(?:ed|s|ing)(?:\s[A-Z]\w+day)?(?=\s(?:an?|the|its|their|immediate)\s)|appeal(?:ed|s)\sto|request(?:ed|s)|urge[sd]|demand(?:ed|s)(?:\son\s[A-Z]\w+)?\sthat|call(?:ed|s)\s(?:on|for))",
        "REQUEST",
        "020",
    ),
    (
        "blam slam lambast deplor complain protested criticis criticiz condemn denounc",
        r"(?:blame[sd]|slam(?:med|s)|lambast(?:ed|s)|deplore[sd]|complain(?:ed|s)\s(?:to|about)|criticising"
        r"|criticizing)",
        "ACCUSE",
        "110",
    ),
    (
        "dismisse ruled oppose veto turned declined refus reject block",
        r"(?:dismisse[sd]|ruled\sout|oppose[sd]|veto(?:ed|es)|turned\sdown|declined|refus(?:ing|es)|block(?:ed|s|ing)|reject)",
        "REJECT",
        "120",
    ),
    ("ratif approve", r"(?:ratif(?:ied|ies)|approve[sd])(?=\s(?:the\s)?[A-Z])", "SUPPORT", "057"),
    ("warn", r"(?:warn(?:ed|s))", "THREATEN", "130"),
    (
        "marched rallied demonstrated protest rioted",
        r"(?:marched|rallied|demonstrated|protest(?:ed|ing)|rioted)(?=\s(?:[^.;]|\.\d){0,40}\b(?:against|outside|at|in)\b)",
        "PROTEST",
        "141",
    ),
    (
        "deploy masse mobili reinforc strengthen + troops forces soldiers warships jets tanks missiles marines"
        " reservists army",
        rf"(?:deploy(?:ed|s)|massed|masses|mobili[sz]e[sd]|reinforced|strengthened)(?=\s(?:[^.;]|\.\d){{0,40}}\b{_ARMED}\b)",
        "MOBILIZE",
        "150",
    ),
    (
        "impos slap put levied levy doubl raise tripl quadrupl announced + sanction tariff duty duties embargo"
        " restriction ban blockade quota cap curb control",
        rf"(?:impose[sd]?|slapped|imposing|puts?|levied|levy|doubled?|raised?|tripled?|quadrupled?|announced)\s(?:[\w%.-]+\s){{0,4}}{_BARS}"
        rf"(?=\s(?:[^.;]|\.\d){{0,40}}\b(?:on|against)\b)",
        "SANCTION",
        "163",
    ),
    ("summon", r"summon(?:ed|s)(?=\s(?:the\s)?[A-Z])", "ACCUSE", "114"),
    (
        "suspend expel",
        r"(?:suspend(?:ed|s)|expel(?:led|s)|suspend|expel)(?=\s(?:the\s)?[A-Z])",
        "SANCTION",
        "160",
    ),
    (
        "suspend scrap froze freez halt + lending loan payment deal agreement treat pact contract",
        r"(?:suspended|froze|halted|scrapped|suspend|freeze|halt|scrap)(?=\s(?:[^.;]|\.\d){0,50}\b(?:lending|loans?|payments"
        r"|deals?|contracts?|agreement|[Tt]reaty|[Pp]act)\s(?:(?:[^.;]|\.\d){0,30}\s)?(?:to|with|for)\b)",
        "SANCTION",
        "160",
    ),
    ("receive", r"receive[sd]", "SUPPORT", "051"),
    ("sanctioned", r"sanctioned", "SANCTION", "163"),
    (
        "blacklist list + add put place",
        r"(?:added|placed|put)(?=\s(?:[^.;]|\.\d){0,70}\b(?:blacklist|entity\slist|control\slist|sanctions\slist)\b)|blacklisted",
        "SANCTION",
        "163",
    ),
    (
        "hit hitting retaliat strik struck respond + tariff dut sanction restriction ban curb control levies",
        rf"(?:(?:hit|hitting|struck|striking)\sback|retaliat(?:ed|es|ing)|responded)(?=\s(?:[^.;]|\.\d){{0,40}}\b{_BARS})",
        "SANCTION",
        "163",
    ),
    (
        "retaliat hit struck respond + drone missile rocket strike attack shell",
        r"(?:(?:hit|struck)\sback|retaliated|responded)(?=\s(?:[^.;]|\.\d){0,40}\b(?:drones?|missiles?|rockets?|(?:air)?strikes?|attacks?|shells))",
        "ASSAULT",
        "180",
    ),
    ("ordered + leave", r"ordered(?=\s(?:[\w-]+\s){1,5}to\sleave\b)", "SANCTION", "166"),
    ("warrant", r"issued\s(?:an\s)?(?:arrest\s)?warrants?(?=\s(?:for|against)\b)", "ACCUSE", "115"),
    (
        "drill exercise manoeuvre + held hold conduct began launch stage",
        r"(?:held|holds|conducted|began|launched|staged)\s(?:[\w-]+\s){0,4}(?:drills|exercises|man(?:o?eu)vres)"
        r"(?=\s(?:around|near|off|close)\b)",
        "MOBILIZE",
        "150",
    ),
    (
        "lent lend",
        r"(?:lent|lends|lend)(?=\s)",
        "AID",
        "071",
    ),
    (
        "approve agreed disburse release + loan bailout tranche credit grant",
        r"(?:approved|disbursed)(?=\s(?:[^.;]|\.\d){0,50}\b(?:loans?|bail-?outs?|credits?|grants?|tranche)\b)",
        "AID",
        "071",
    ),
    ("recalled", r"recalled\s(?:its|their|the)\s(?:ambassador|envoy)s?", "SANCTION", "161"),
    (
        "arrest detain jail sentenc seiz confiscat deport imprison blockad",
        r"(?:arrest(?:ed|s)|detain(?:ed|s)|jail(?:ed|s)|sentence[sd]|seize[sd]|confiscate[sd]|deport(?:ed|s)"
        r"|imprison(?:ed|s)|blockade[sd])",
        "COERCE",
        "170",
    ),
    (
        "missiles drones rockets bombs jets kill shot wound fired clash abduct kidnap tortur ambush fought struck"
        " launch",
        r"(?:kill(?:ed|s)|shot|wounded|fired\s(?:on|at|(?:[\w,]+\s){0,7}(?:missiles|rockets|drones|shells)(?=\s(?:at|towards?|into|over)\b))"
        r"|struck(?=\s(?:[^.;]|\.\d){0,40}\b(?:targets?|positions|bases?|sites?|cities|ports?|depots?|refiner(?:y|ies)|airfields?"
        r"|plants?|infrastructure|factor(?:y|ies)|hospitals?|pipelines?|bridges?|ships?|tankers?)\b)"
        r"|(?:missiles|drones|rockets|bombs|shells|jets)\s(?:struck|hit)|clashed\swith|abducted|kidnapped|tortured|ambushed|fought"
        r"|launched\s(?:[\w,-]+\s){0,6}(?:missiles|drones|rockets|rockets|attacks?|airstrikes?|air\sstrikes?|raids?|offensive))",
        "ASSAULT",
        "180",
    ),
)
