"""Demonyms and short forms: "Chinese" stands for China, "the UK" for Britain; neither is a name that could be wrong by itself."""

_TABLE = """
afghanistan: afghan afghans | albania: albanian | algeria: algerian | america: american americans us usa u.s united-states
argentina: argentine argentinian argentinians | armenia: armenian | australia: australian australians aussie | austria: austrian
azerbaijan: azerbaijani | bangladesh: bangladeshi | belarus: belarusian | belgium: belgian belgians | bolivia: bolivian
bosnia: bosnian | brazil: brazilian brazilians | britain: british briton britons uk u.k united-kingdom great-britain | bulgaria: bulgarian
cambodia: cambodian | canada: canadian canadians | chile: chilean | china: chinese prc | colombia: colombian | congo: congolese
croatia: croatian croat | cuba: cuban cubans | cyprus: cypriot | czechia: czech czechs | denmark: danish dane danes
ecuador: ecuadorian | egypt: egyptian egyptians | england: english | estonia: estonian | ethiopia: ethiopian | europe: european europeans
finland: finnish finn finns | france: french frenchman | georgia: georgian | germany: german germans | ghana: ghanaian
greece: greek greeks | hungary: hungarian | iceland: icelandic | india: indian indians | indonesia: indonesian | iran: iranian iranians
iraq: iraqi iraqis | ireland: irish | israel: israeli israelis | italy: italian italians | jamaica: jamaican | japan: japanese
jordan: jordanian | kazakhstan: kazakh | kenya: kenyan kenyans | korea: korean koreans | kosovo: kosovar | kuwait: kuwaiti | latvia: latvian
lebanon: lebanese | libya: libyan libyans | lithuania: lithuanian | malaysia: malaysian | mexico: mexican mexicans | moldova: moldovan
mongolia: mongolian | morocco: moroccan | myanmar: burmese | nepal: nepalese nepali | netherlands: dutch holland | new-zealand: kiwi
nigeria: nigerian nigerians | norway: norwegian norwegians | oman: omani | pakistan: pakistani pakistanis | palestine: palestinian palestinians
peru: peruvian | philippines: filipino filipinos philippine | poland: polish pole poles | portugal: portuguese | qatar: qatari
romania: romanian romanians | russia: russian russians | rwanda: rwandan | saudi-arabia: saudi saudis | scotland: scottish scots scot
senegal: senegalese | serbia: serbian serb serbs | singapore: singaporean | slovakia: slovak | slovenia: slovenian | somalia: somali
south-africa: south-african | spain: spanish spaniard | sudan: sudanese | sweden: swedish swede swedes | switzerland: swiss
syria: syrian syrians | taiwan: taiwanese | thailand: thai | tunisia: tunisian | turkey: turkish turk turks turkiye | uganda: ugandan
ukraine: ukrainian ukrainians | venezuela: venezuelan | vietnam: vietnamese | wales: welsh | yemen: yemeni yemenis | zimbabwe: zimbabwean
africa: african africans | asia: asian asians | united-nations: un u.n | european-union: eu e.u | antarctica: antarctic | arctic: arctic
"""
# What stands for a country, and may be read for it; other demonyms have none: they are adjectives.
_OTHERS = """
arab arabs muslim muslims christian christians jewish jew jews hindu hindus sikh buddhist catholic catholics protestant islamic western
eastern northern southern latin roman victorian elizabethan soviet nazi slavic kurdish kurd kurds tamil tibetan uighur uyghur hispanic latino
bavarian prussian catalan basque flemish corsican sicilian parisian londoner londoners confederate
"""

COUNTRY = {
    short: country.replace("-", " ")
    for entry in _TABLE.replace("\n", "|").split("|")
    if ":" in entry
    for country, shorts in [entry.strip().split(": ")]
    for short in [*(word.replace("-", " ").replace(".", "") for word in shorts.split())]
}
"""What stands for a country, by the word that stands for it; words and names as they are compared."""
COUNTRIES = frozenset(COUNTRY.values()) | {"us", "usa", "uk", "prc"}
DEMONYMS = frozenset(COUNTRY) | frozenset(_OTHERS.split())
