"""What must be known of single English words: their irregular forms, the small ones, numbers, dates."""

from articles.related.terms import STOP_WORDS


def listed(text: str) -> list[str]:
    """The words of a list that is written as a text, as such lists read best."""
    return text.split()


IRREGULAR = {
    form: first
    for first, *forms in (
        line.split()
        for line in """
        be is are was were been being am
        bear bore born
        beat beaten
        become became
        begin began begun
        bite bit bitten
        break broke broken
        bring brought
        build built
        buy bought
        catch caught
        child children
        choose chose chosen
        come came
        die died dying dies
        do did done does
        draw drew drawn
        drive drove driven
        eat ate eaten
        fall fell fallen
        feel felt
        fight fought
        find found
        fly flew flown
        forget forgot forgotten
        get got gotten
        give gave given
        go went gone
        grow grew grown
        have had has
        hear heard
        hide hid hidden
        hold held
        keep kept
        know knew known
        lead led
        leave left
        lose lost
        make made
        man men
        mean meant
        meet met
        mistake mistook mistaken
        overcome overcame
        pay paid
        person people
        plead pled
        ride rode ridden
        ring rang rung
        rise rose risen
        run ran
        say said
        see saw seen
        seek sought
        sell sold
        send sent
        shake shook shaken
        shoot shot
        show showed shown
        sing sang sung
        sink sank sunk
        sit sat
        sleep slept
        speak spoke spoken
        spend spent
        stand stood
        steal stole stolen
        strike struck
        swear swore sworn
        sweep swept
        swim swam swum
        take took taken
        teach taught
        tell told
        think thought
        throw threw thrown
        undergo underwent undergone
        wake woke woken
        wear wore worn
        win won
        withdraw withdrew withdrawn
        woman women
        write wrote written
        """.strip().splitlines()
    )
    for form in forms
}
NUMBERS = {
    word: str(number)
    for number, word in enumerate(
        listed("""
        zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
        eighteen nineteen twenty
        """)
    )
} | {
    "dozen": "12",
    "thirty": "30",
    "forty": "40",
    "fifty": "50",
    "sixty": "60",
    "seventy": "70",
    "eighty": "80",
    "ninety": "90",
    "hundred": "100",
    "thousand": "1000",
    "second": "2",
    "third": "3",
    "fourth": "4",
    "fifth": "5",
}
# Words that carry no fact of their own; "one" and "said" are among them, since they come and go with any retelling.
SMALL = (STOP_WORDS | set(listed("also d dr i it me mr mrs ms new one s said say says t we would"))) - {
    "no",
    "nor",
    "not",
}
NEGATIONS = {"cannot", "neither", "never", "no", "nobody", "none", "nor", "not", "nothing", "without"}
# What may say "not" in the source in another word.
DENIALS = NEGATIONS | set(
    listed("""
    avoid ban barred deny denied denies dismissed fail failed fails fell few hardly lack lacked lacks little lost
    prevent prevented prohibited refuse refused refuses reject rejected rejects stopped unable unlikely yet
    """)
)
# Names also where nobody wrote the capital; "march" and "may" are too often other words.
DATES = set(
    listed("""
    monday tuesday wednesday thursday friday saturday sunday january february april june july august september
    october november december
    """)
)
