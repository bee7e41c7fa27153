"""Keep likenesses by build, so that a new build takes the place of the old one at once."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Count, F, Max, Q
from django.utils import timezone


def keep_what_there_is(apps, schema_editor):
    """Put the likenesses that there are into one build, which is current."""
    database = schema_editor.connection.alias
    Likeness = apps.get_model("films", "Likeness")
    kept = Likeness.objects.using(database).aggregate(films=Count("film", distinct=True), top=Max("rank"))
    if not kept["films"]:
        return
    build = apps.get_model("films", "LikenessBuild").objects.using(database).create(
        started_at=timezone.now(),
        finished_at=timezone.now(),
        is_current=True,
        top=kept["top"],
        films=kept["films"],
        done=kept["films"],
    )
    Likeness.objects.using(database).update(build=build)


def leave_only_the_current(apps, schema_editor):
    Likeness = apps.get_model("films", "Likeness").objects.using(schema_editor.connection.alias)
    Likeness.exclude(build__is_current=True).delete()


class Migration(migrations.Migration):
    dependencies = [("films", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="LikenessBuild",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("started_at", models.DateTimeField(help_text="When the catalogue was read.")),
                ("finished_at", models.DateTimeField(help_text="Empty: at work, or interrupted.", null=True)),
                ("refreshed_at", models.DateTimeField(help_text="When likenesses last followed a change of a film.", null=True)),
                ("is_current", models.BooleanField(default=False)),
                ("fingerprint", models.CharField(max_length=64)),
                ("top", models.PositiveSmallIntegerField(help_text="How many are kept for each film.")),
                ("films", models.PositiveIntegerField()),
                ("done", models.PositiveIntegerField(default=0)),
            ],
            options={
                "ordering": ["-started_at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=["is_current"],
                        condition=Q(is_current=True),
                        name="films_likenessbuild_one_is_current",
                    ),
                    models.CheckConstraint(
                        condition=Q(is_current=False) | Q(finished_at__isnull=False),
                        name="films_likenessbuild_current_is_finished",
                    ),
                    models.CheckConstraint(
                        condition=Q(done__lte=F("films")), name="films_likenessbuild_done_of_films"
                    ),
                    models.CheckConstraint(
                        condition=Q(top__gte=1), name="films_likenessbuild_top_from_1"
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="likeness",
            name="build",
            field=models.ForeignKey(
                null=True,
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="likenesses",
                to="films.likenessbuild",
            ),
        ),
        migrations.RunPython(keep_what_there_is, leave_only_the_current),
        migrations.AddIndex(
            model_name="film",
            index=models.Index(fields=["modified_at"], name="films_film_modified"),
        ),
    ]
