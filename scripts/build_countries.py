"""Build `src/equalterms/countries.csv`: names from CLDR, the other words from the table below.

Run it with Babel installed: `python scripts/build_countries.py`. The table is our own; each line is
`code; aliases; demonyms; capital`, lists separated by `|`. A name that starts with `=` is taken in
place of CLDR's, where CLDR's is not what a newspaper prints.
"""

from __future__ import annotations

import csv
from pathlib import Path

from babel import Locale
from babel.core import get_global

OUT = Path(__file__).parents[1] / "src" / "equalterms" / "countries.csv"

WORDS = """
ABW;;Aruban;Oranjestad
AFG;Islamic Emirate of Afghanistan|Islamic Republic of Afghanistan;Afghan;Kabul
AGO;;Angolan;Luanda
AIA;;Anguillan;The Valley
ALA;;Ålandic;Mariehamn
ALB;;Albanian;Tirana
AND;;Andorran;Andorra la Vella
ARE;UAE|U.A.E.|Emirates;Emirati;Abu Dhabi
ARG;Argentine Republic;Argentine|Argentinian|Argentinean;Buenos Aires
ARM;;Armenian;Yerevan
ASM;;American Samoan;Pago Pago
ATA;;Antarctic;
ATF;French Southern and Antarctic Lands;;
ATG;=Antigua and Barbuda|Antigua;Antiguan|Barbudan;Saint John's
AUS;Commonwealth of Australia;Australian;Canberra
AUT;;Austrian;Vienna
AZE;;Azerbaijani|Azeri;Baku
BDI;;Burundian;Gitega
BEL;;Belgian;Brussels
BEN;;Beninese;Porto-Novo
BES;Bonaire, Sint Eustatius and Saba|Bonaire;;Kralendijk
BFA;;Burkinabe|Burkinabè;Ouagadougou
BGD;;Bangladeshi;Dhaka
BGR;;Bulgarian;Sofia
BHR;;Bahraini;Manama
BHS;The Bahamas;Bahamian;Nassau
BIH;=Bosnia and Herzegovina|Bosnia|Bosnia-Herzegovina;Bosnian;Sarajevo
BLM;=Saint Barthélemy|St Barts;;Gustavia
BLR;Byelorussia;Belarusian|Belarussian;Minsk
BLZ;;Belizean;Belmopan
BMU;;Bermudian;Hamilton
BOL;Plurinational State of Bolivia;Bolivian;La Paz
BRA;Federative Republic of Brazil;Brazilian;Brasília|Brasilia
BRB;;Barbadian|Bajan;Bridgetown
BRN;Brunei Darussalam;Bruneian;Bandar Seri Begawan
BTN;;Bhutanese;Thimphu
BVT;;;
BWA;;Botswanan|Motswana;Gaborone
CAF;CAR;Central African;Bangui
CAN;;Canadian;Ottawa
CCK;;;West Island
CHE;Swiss Confederation;Swiss;Bern|Berne
CHL;;Chilean;Santiago
CHN;People's Republic of China|PRC|P.R. China|Mainland China|mainland China;Chinese;Beijing
CIV;=Ivory Coast|Côte d'Ivoire|Côte d’Ivoire|Cote d'Ivoire;Ivorian;Yamoussoukro
CMR;;Cameroonian;Yaoundé|Yaounde
COD;=DR Congo|Democratic Republic of the Congo|Democratic Republic of Congo|Congo-Kinshasa|DRC|Congo, Dem. Rep.;Congolese;Kinshasa
COG;=Congo|Republic of the Congo|Republic of Congo|Congo-Brazzaville|Congo, Rep.;;Brazzaville
COK;;Cook Islander;Avarua
COL;;Colombian;Bogotá|Bogota
COM;;Comorian|Comoran;Moroni
CPV;=Cape Verde|Cabo Verde;Cape Verdean;Praia
CRI;;Costa Rican;San José
CUB;;Cuban;Havana
CUW;Curacao;Curaçaoan;Willemstad
CXR;;;Flying Fish Cove
CYM;;Caymanian;George Town
CYP;;Cypriot;Nicosia
CZE;=Czechia|Czech Republic;Czech;Prague
DEU;Federal Republic of Germany;German;Berlin
DJI;;Djiboutian;Djibouti City
DMA;;;Roseau
DNK;Kingdom of Denmark;Danish|Dane;Copenhagen
DOM;;Dominican;Santo Domingo
DZA;;Algerian;Algiers
ECU;;Ecuadorian|Ecuadorean;Quito
EGY;Arab Republic of Egypt|Egypt, Arab Rep.;Egyptian;Cairo
ERI;;Eritrean;Asmara
ESH;Sahrawi Republic;Sahrawi;Laayoune
ESP;Kingdom of Spain;Spanish|Spaniard;Madrid
EST;;Estonian;Tallinn
ETH;;Ethiopian;Addis Ababa
FIN;;Finnish|Finn;Helsinki
FJI;;Fijian;Suva
FLK;Falklands|Malvinas;Falkland Islander;Stanley
FRA;French Republic;French;Paris
FRO;;Faroese;Tórshavn|Torshavn
FSM;Federated States of Micronesia|Micronesia, Fed. Sts.;Micronesian;Palikir
GAB;;Gabonese;Libreville
GBR;Britain|Great Britain|UK|U.K.|United Kingdom of Great Britain and Northern Ireland;British|Briton;London
GEO;;Georgian;Tbilisi
GGY;;;Saint Peter Port
GHA;;Ghanaian;Accra
GIB;;Gibraltarian;
GIN;;Guinean;Conakry
GLP;;Guadeloupean;Basse-Terre
GMB;The Gambia|Gambia, The;Gambian;Banjul
GNB;;Bissau-Guinean;Bissau
GNQ;;Equatorial Guinean|Equatoguinean;Malabo
GRC;Hellenic Republic;Greek;Athens
GRD;;Grenadian;Saint George's
GRL;;Greenlandic|Greenlander;Nuuk
GTM;;Guatemalan;Guatemala City
GUF;;French Guianese;Cayenne
GUM;;Guamanian;Hagåtña
GUY;;Guyanese;Georgetown
HKG;=Hong Kong|Hong Kong SAR|Hong Kong SAR, China|Hong Kong SAR China|Hongkong;Hong Konger|Hongkonger;
HMD;;;
HND;;Honduran;Tegucigalpa
HRV;;Croatian|Croat;Zagreb
HTI;;Haitian;Port-au-Prince
HUN;;Hungarian;Budapest
IDN;;Indonesian;Jakarta|Nusantara
IMN;;Manx;
IND;Republic of India;Indian;New Delhi|Delhi
IOT;Chagos Islands;Chagossian;
IRL;Republic of Ireland;Irish;Dublin
IRN;Islamic Republic of Iran|Iran, Islamic Rep.|Islamic Republic;Iranian;Tehran|Teheran
IRQ;;Iraqi;Baghdad
ISL;;Icelandic|Icelander;Reykjavik|Reykjavík
ISR;State of Israel;Israeli;Jerusalem
ITA;Italian Republic;Italian;Rome
JAM;;Jamaican;Kingston
JEY;;;Saint Helier
JOR;Hashemite Kingdom of Jordan;Jordanian;Amman
JPN;;Japanese;Tokyo
KAZ;;Kazakh|Kazakhstani;Astana
KEN;;Kenyan;Nairobi
KGZ;Kyrgyz Republic|Kirghizia;Kyrgyz|Kyrgyzstani;Bishkek
KHM;;Cambodian;Phnom Penh
KIR;;I-Kiribati;Tarawa
KNA;=Saint Kitts and Nevis|St. Kitts and Nevis|St Kitts and Nevis;Kittitian|Nevisian;Basseterre
KOR;South Korea|Republic of Korea|Korea, Rep.|Korea, South|S. Korea;South Korean;Seoul
KWT;;Kuwaiti;Kuwait City
LAO;Lao People's Democratic Republic|Lao PDR;Laotian|Lao;Vientiane
LBN;;Lebanese;Beirut
LBR;;Liberian;Monrovia
LBY;Libyan Arab Jamahiriya;Libyan;Tripoli
LCA;=Saint Lucia|St. Lucia|St Lucia;Saint Lucian;Castries
LIE;;Liechtensteiner;Vaduz
LKA;Ceylon;Sri Lankan;Colombo|Sri Jayawardenepura Kotte
LSO;;Basotho|Mosotho;Maseru
LTU;;Lithuanian;Vilnius
LUX;Grand Duchy of Luxembourg;Luxembourgish|Luxembourger;Luxembourg City
LVA;;Latvian;Riga
MAC;=Macao|Macau|Macao SAR|Macao SAR, China|Macao SAR China;Macanese;
MAF;=Saint Martin|St. Martin (French part);;Marigot
MAR;Kingdom of Morocco;Moroccan;Rabat
MCO;;Monegasque|Monacan;
MDA;Republic of Moldova;Moldovan;Chișinău|Chisinau
MDG;;Malagasy;Antananarivo
MDV;;Maldivian;Malé
MEX;United Mexican States;Mexican;Mexico City
MHL;;Marshallese;Majuro
MKD;Macedonia|Republic of North Macedonia|FYROM;North Macedonian|Macedonian;Skopje
MLI;;Malian;Bamako
MLT;;Maltese;Valletta
MMR;=Myanmar|Burma;Burmese;Naypyidaw|Naypyitaw
MNE;;Montenegrin;Podgorica
MNG;;Mongolian;Ulaanbaatar|Ulan Bator
MNP;;;Saipan
MOZ;;Mozambican;Maputo
MRT;;Mauritanian;Nouakchott
MSR;;Montserratian;Plymouth
MTQ;;Martinican;Fort-de-France
MUS;;Mauritian;Port Louis
MWI;;Malawian;Lilongwe
MYS;;Malaysian;Kuala Lumpur|Putrajaya
MYT;;Mahoran;Mamoudzou
NAM;;Namibian;Windhoek
NCL;;New Caledonian;Nouméa|Noumea
NER;;Nigerien;Niamey
NFK;;;
NGA;;Nigerian;Abuja
NIC;;Nicaraguan;Managua
NIU;;Niuean;Alofi
NLD;Holland|The Netherlands|Kingdom of the Netherlands;Dutch;Amsterdam|The Hague
NOR;Kingdom of Norway;Norwegian;Oslo
NPL;;Nepalese|Nepali;Kathmandu
NRU;;Nauruan;Yaren
NZL;Aotearoa;New Zealander;Wellington
OMN;;Omani;Muscat
PAK;Islamic Republic of Pakistan;Pakistani;Islamabad
PAN;;Panamanian;Panama City
PCN;;;Adamstown
PER;;Peruvian;Lima
PHL;Republic of the Philippines|The Philippines;Filipino|Philippine;Manila
PLW;;Palauan;Ngerulmud
PNG;;Papua New Guinean|Papuan;Port Moresby
POL;Republic of Poland;Polish|Pole;Warsaw
PRI;;Puerto Rican;San Juan
PRK;North Korea|Democratic People's Republic of Korea|DPRK|Korea, Dem. People's Rep.;North Korean;Pyongyang
PRT;Portuguese Republic;Portuguese;Lisbon
PRY;;Paraguayan;Asunción|Asuncion
PSE;=Palestine|Palestinian Territories|State of Palestine|West Bank and Gaza;Palestinian;Ramallah
PYF;;French Polynesian;Papeete
QAT;State of Qatar;Qatari;Doha
REU;;Réunionese;Saint-Denis
ROU;Rumania;Romanian;Bucharest
RUS;Russian Federation;Russian;Moscow
RWA;;Rwandan;Kigali
SAU;Kingdom of Saudi Arabia|KSA;Saudi Arabian|Saudi;Riyadh
SDN;;Sudanese;Khartoum
SEN;;Senegalese;Dakar
SGP;Republic of Singapore;Singaporean;
SGS;;;King Edward Point
SHN;=Saint Helena|Saint Helena, Ascension and Tristan da Cunha;Saint Helenian;Jamestown
SJM;Svalbard;;Longyearbyen
SLB;;Solomon Islander;Honiara
SLE;;Sierra Leonean;Freetown
SLV;;Salvadoran|Salvadorean;San Salvador
SMR;;Sammarinese;
SOM;;Somali;Mogadishu
SPM;=Saint Pierre and Miquelon;;Saint-Pierre
SRB;;Serbian|Serb;Belgrade
SSD;;South Sudanese;Juba
STP;=São Tomé and Príncipe|Sao Tome and Principe;São Toméan;São Tomé|Sao Tome
SUR;;Surinamese;Paramaribo
SVK;Slovak Republic;Slovak|Slovakian;Bratislava
SVN;;Slovenian|Slovene;Ljubljana
SWE;Kingdom of Sweden;Swedish|Swede;Stockholm
SWZ;Swaziland;Swazi;Mbabane|Lobamba
SXM;St. Maarten (Dutch part);;Philipsburg
SYC;;Seychellois;Victoria
SYR;Syrian Arab Republic;Syrian;Damascus
TCA;=Turks and Caicos Islands|Turks and Caicos;;Cockburn Town
TCD;;Chadian;N'Djamena
TGO;;Togolese;Lomé
THA;Kingdom of Thailand|Siam;Thai;Bangkok
TJK;;Tajik|Tajikistani;Dushanbe
TKL;;Tokelauan;
TKM;;Turkmen;Ashgabat
TLS;East Timor;Timorese|East Timorese;Dili
TON;;Tongan;Nuku'alofa|Nukuʻalofa
TTO;=Trinidad and Tobago|Trinidad;Trinidadian|Tobagonian;Port of Spain
TUN;;Tunisian;Tunis
TUR;=Türkiye|Turkey|Turkiye|Republic of Türkiye|Republic of Turkey;Turkish|Turk;Ankara
TUV;;Tuvaluan;Funafuti
TWN;Taiwan, China|Republic of China|Chinese Taipei;Taiwanese;Taipei
TZA;United Republic of Tanzania;Tanzanian;Dodoma
UGA;;Ugandan;Kampala
UKR;;Ukrainian;Kyiv|Kiev
UMI;;;
URY;;Uruguayan;Montevideo
USA;United States of America|U.S.|US|U.S.A.|USA|America;American|US-American;Washington|Washington, D.C.|Washington DC|Washington, DC
UZB;;Uzbek|Uzbekistani;Tashkent
VAT;Vatican|Holy See;;
VCT;=Saint Vincent and the Grenadines|St. Vincent and the Grenadines|St Vincent and the Grenadines;Vincentian;Kingstown
VEN;Bolivarian Republic of Venezuela|Venezuela, RB;Venezuelan;Caracas
VGB;;;Road Town
VIR;;;Charlotte Amalie
VNM;Viet Nam|Socialist Republic of Vietnam;Vietnamese;Hanoi
VUT;;Ni-Vanuatu|Vanuatuan;Port Vila
WLF;=Wallis and Futuna|Wallis & Futuna;;Mata Utu
WSM;;Samoan;Apia
XKX;=Kosovo|Republic of Kosovo;Kosovar|Kosovan;Pristina
YEM;Republic of Yemen|Yemen, Rep.;Yemeni;Sanaa|Sana'a|Aden
ZAF;Republic of South Africa|RSA;South African;Pretoria|Cape Town|Bloemfontein
ZMB;;Zambian;Lusaka
ZWE;;Zimbabwean;Harare
"""  # noqa: E501


def iso2() -> dict[str, str]:
    """Alpha-2 by alpha-3, as CLDR pairs them."""
    pairs = get_global("territory_aliases")
    three = {key: value[0] for key, value in pairs.items() if len(key) == 3 and key.isalpha()}
    return {**three, "XKX": "XK"}


def row(line: str, two: dict[str, str], names: dict[str, str]) -> list[str]:
    """One line of the table, with the name that CLDR gives."""
    code, alias, demonyms, capital = line.split(";")
    aliases = [word for word in alias.split("|") if word]
    name = names[two[code]]
    if aliases and aliases[0].startswith("="):
        chosen = aliases.pop(0)[1:]
        aliases, name = [name, *aliases], chosen
    if "&" in name:
        name = name.replace("&", "and")
    aliases = list(dict.fromkeys(a.replace("’", "'") for a in aliases if a != name))
    return [code, two[code], name, "|".join(aliases), demonyms, capital]


def main() -> None:
    """Write the table."""
    names = {str(key): str(value) for key, value in Locale("en").territories.items()}
    two = iso2()
    rows = [row(line, two, names) for line in WORDS.split("\n") if line.strip()]
    with OUT.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["code", "iso2", "name", "aliases", "demonyms", "capital"])
        writer.writerows(sorted(rows))
    print(f"{len(rows)} countries")
    pairs = {three for three, value in two.items() if three.upper() == three and value in names}
    missing = sorted(pairs - {r[0] for r in rows})
    print("of CLDR and not in the table:", " ".join(missing))


if __name__ == "__main__":
    main()
