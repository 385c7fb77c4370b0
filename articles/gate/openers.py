"""Openers: words that begin sentences with a capital and are no names, and what else tells them."""

OPENERS = frozenset(
    """
    about above according across actually additionally after afterwards again against ago all almost along alongside already also
    although always amid among an and another any anyone anything apparently around as aside at away back based because before behind
    being below beneath beside besides between beyond both britain's but by can clearly come compared consequently considering contrary could
    critics currently data days dear despite did do does doing don't down due during each earlier early either elsewhere enough especially
    even eventually ever every everybody everyone everything evidently except experts few finally first five following for former formerly
    fortunately four from further furthermore generally get given go going good great had half has have having he hence her here hers his
    historically hopefully how however hundreds i if immediately in including incredibly indeed inside instead interestingly into ironically
    is it it's its itself just keep last late later lately least less let like likewise little look low made mainly make many may maybe
    meanwhile men might military million millions more moreover most mostly much must my naturally near nearly neither never nevertheless new
    next no nobody none nonetheless nor normally not nothing notably now of off officials often oh old on once one only opponents or
    originally other others otherwise our out outside over overall own part particularly people perhaps plans please police possibly
    presumably previously prior probably put quite rather read really recent recently regardless reportedly researchers right sadly said
    same say scientists second see seven several shares she should similarly simply since six so some somebody someone something sometimes
    soon still such suddenly supporters sure surely ten that that's the their them then there there's thereafter therefore these they third this
    those though thousands three through throughout thus to today together tomorrow tonight too towards traditionally two typically
    ultimately under unfortunately unless unlike until up upon us use used usually very was we well were what whatever when whenever
    where whereas wherever whether which while whilst who whoever whole whom whose why will with within without women workers would
    yes yesterday yet you young your
    eight nine eleven twelve dozens twenty thirty forty fifty sixty seventy eighty ninety hundred thousand fewer nearby inside
    added adding asked built born called caught convicted created described designed driven faced found founded written read held hit known
    led left lost once placed set shot taken told
    water air fire food music research science technology business industry history law life love money nature news oil peace power
    religion security society trade traffic truth war weather work education energy evidence health health's housing information inflation
    growth demand supply production progress democracy freedom justice government parliament congress court judges jury lawyers residents
    campaigners protesters protestors doctors nurses teachers students parents children families victims relatives friends neighbours neighbors
    witnesses survivors investors analysts economists engineers historians critics leaders ministers lawmakers politicians voters
    members players fans rivals users customers consumers passengers drivers farmers fishermen soldiers troops rebels militants gunmen prosecutors
    detectives investigators authorities firefighters paramedics rescuers crews staff bosses owners managers directors companies firms banks
    shareholders employees readers writers authors editors reporters journalists visitors tourists travellers travelers scholars diplomats
    sources statistics figures results reports records documents papers letters images pictures photographs footage video videos details prices
    sales profits exports imports taxes talks negotiations elections votes tests trials studies surveys polls rules laws claims charges
    everywhere nowhere whichever mankind humanity nations states countries cities schools hospitals universities churches museums
    past ex ten
    article chapter section part paragraph figure table note book volume number page line act scene
    """.split()  # noqa: SIM905 - a list of words reads as one
)
ENDINGS = (
    "ly",
    "ing",
    "ists",
    "ians",
    "ors",
    "ers",
    "ants",
    "ents",
    "ees",
    "ments",
    "tions",
    "sions",
    "ness",
    "ism",
    "ology",
    "ment",
    "ships",
    "ities",
    "ity",
)
