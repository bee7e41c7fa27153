"""One address for each kind of page, as the demo catalogue has them."""

KINDS = {
    "home": "/",
    "list index": "/lists/",
    "list": "/lists/movies-like-backtrace/",
    "film": "/films/backtrace-2018/",
    "like": "/films/backtrace-2018/like/",
    "film index": "/films/",
    "filtered index": "/films/?genre=thriller",
    "theme index": "/themes/",
    "theme": "/themes/amnesia/",
    "person": "/people/sylvester-stallone/",
    "review index": "/reviews/",
    "review": "/reviews/backtrace-2021-review/",
    "article index": "/articles/",
    "article": "/articles/backtrace-ending-explained/",
    "chart index": "/charts/",
    "chart": "/charts/netflix-top-10-us/",
    "blend": "/blend/",
    "blend of three": "/blend/?film=backtrace-2018&film=heat-1995&less=paycheck-2003",
    "blend with questions": "/blend/?film=haet&film=rocky-1976&film=zyzzx",
    "search with results": "/search/?q=stallone",
    "search without results": "/search/?q=zzyzzx",
    "about": "/about/",
    "not found": "/films/no-such-film-1900/",
}

NOT_FOUND = "not found"
