"""Names of well-known artists, for servers that want none in their songs' descriptions.

The music service refuses many of them itself. Left out are names that are ordinary words, such as
those of bands called after a season or a feeling: they would stop harmless descriptions.
"""

from typing import Final

ARTIST_NAMES: Final = tuple(
    name.strip()
    for name in """
    2pac|a$ap rocky|abba|ac/dc|aerosmith|alanis morissette
    alicia keys|amy winehouse|andrea bocelli|aphex twin|arctic monkeys|aretha franklin
    ariana grande|ava max|avicii|avril lavigne|aya nakamura|backstreet boys|barry white
    barbra streisand|bee gees|beyoncé|billie eilish|billy joel|björk|black sabbath|bob dylan
    bob marley|bon jovi|britney spears|bruce springsteen|bruno mars|calvin harris
    camila cabello|cardi b|céline dion|charli xcx|charlie puth|chris brown
    christina aguilera|coldplay|creedence clearwater revival|cyndi lauper|daddy yankee|daft punk
    damon albarn|david bowie|david guetta|deadmau5|debbie harry|demi lovato|depeche mode|dj khaled
    doja cat|dolly parton|dr. dre|dua lipa|duran duran|ed sheeran|edith piaf|ella fitzgerald
    ellie goulding|elton john|elvis presley|eminem|ennio morricone|enrique iglesias|eric clapton
    fleetwood mac|foo fighters|frank ocean|frank sinatra|frank zappa|freddie mercury
    george harrison|george michael|gloria gaynor|gorillaz|guns n' roses
    hans zimmer|harry styles|helene fischer|herbert grönemeyer
    j. cole|jacques brel|james blunt|james brown|janet jackson|janis joplin|jay-z|jennifer lopez
    jimi hendrix|johnny cash|john coltrane|john lennon|john legend|john williams|joni mitchell
    juice wrld|justin bieber|justin timberlake|kanye west|karol g|kate bush|katy perry
    kendrick lamar|kenny rogers|kraftwerk|kurt cobain|kylie minogue|lady gaga|lana del rey
    led zeppelin|lenny kravitz|leonard cohen|lewis capaldi|lil nas x|lil wayne|linkin park
    lionel richie|lou reed|louis armstrong|luciano pavarotti|luis fonsi|mac miller
    machine gun kelly|mariah carey|marilyn manson|mark knopfler|marvin gaye|mary j. blige
    megan thee stallion|metallica|michael bublé|michael jackson|mick jagger|miles davis
    miley cyrus|morrissey|måneskin|nat king cole|neil diamond|neil young|nelly furtado|nick cave
    nicki minaj|nina simone|norah jones|olivia rodrigo|ozzy osbourne
    paul mccartney|paul simon|peter gabriel|pharrell williams|phil collins|pink floyd
    playboi carti|post malone|quincy jones|r. kelly|radiohead|rage against the machine|rammstein
    ray charles|rihanna|ringo starr|robbie williams
    rosalía|sabrina carpenter|sam smith|selena gomez|serge gainsbourg|sex pistols|shakira
    shania twain|shawn mendes|sheryl crow|sigur rós|simon and garfunkel|simon & garfunkel|skrillex
    slipknot|snoop dogg|spice girls|stevie nicks|stevie wonder|stromae|system of a down
    tame impala|taylor swift|the beatles|beatles|the chainsmokers|the weeknd
    thom yorke|tina turner|tom petty|tom waits|tracy chapman|travis scott|tupac shakur|tupac
    twenty one pilots|tyler, the creator|van halen|van morrison
    whitney houston|wiz khalifa|wu-tang clan|xxxtentacion|yo-yo ma|yoko ono|yungblud|zayn malik
    """.replace("\n", "|").split("|")
    if name.strip()
)
"""As people write them."""
