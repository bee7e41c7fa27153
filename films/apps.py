from django.apps import AppConfig

from publishing.finding import keep_whole

from .searched import TITLES


class FilmsConfig(AppConfig):
    name = "films"
    verbose_name = "Films"

    def ready(self) -> None:
        keep_whole(self, TITLES)
