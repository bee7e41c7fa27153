"""How much each kind of likeness counts: hand-rounded, by reasoning about films in general.

A reason weighs its kind's weight, times its rarity, times its strength in either film; rarity and
strengths lie between 0 and 1.
"""

WEIGHTS = {
    "series": 6.0,
    "theme": 3.0,  # what a film is about says most about who will like it …
    "director": 2.5,  # … then whose film it is
    "star": 1.5,
    "writer": 1.5,
    "genre": 1.5,
    "era": 1.0,
    "country": 0.8,
    "language": 0.8,
    "composer": 0.5,
    "cinematographer": 0.5,
}

# A trait that one film in so many has, or fewer, counts in full; commoner ones count less.
RARE = 50

# Each later theme of a film counts so much of the one before it.
THEME_FADE = 0.9

# The first so many of the cast are stars, and each counts so much of the one billed before.
STARS = 5
STAR_FADE = 0.85

# Who both wrote and directed two films is one reason to like both; further roles add a little.
FURTHER_ROLE = 0.3

# Nearness in time halves with each so many years between two films.
ERA_HALVES_AFTER = 10

# A reason lighter than this is no reason that anyone would name.
SLIGHT = 0.1

# Films that share less than this are not named as alike, even where a list stays short.
TOO_LITTLE = 1.0

# A trait that more films have than this share of all brings no film into question by itself …
COMMON_SHARE = 0.25
COMMON_FLOOR = 20  # … but one that so few have always does,
COMMON_CEILING = 2_000  # and one that more have than this never does.

# So many films, those that share most by uncommon traits, are weighed in full for each film.
LONGLIST = 200
