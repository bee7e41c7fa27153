from django.apps import AppConfig

from publishing.finding import keep_whole

from .searched import NAMES


class PeopleConfig(AppConfig):
    name = "people"
    verbose_name = "People"

    def ready(self) -> None:
        keep_whole(self, NAMES)
