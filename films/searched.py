"""What search looks for films in."""

from publishing.finding import Folded

TITLES = (
    Folded("films_film", "folded_title", dated="t.year = %s"),
    Folded(
        "films_alternativetitle",
        "folded_title",
        found="film_id",
        dated="EXISTS (SELECT 1 FROM films_film AS f WHERE f.id = t.film_id AND f.year = %s)",
    ),
)
