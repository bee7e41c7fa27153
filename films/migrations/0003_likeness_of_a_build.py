import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """A migration of its own: PostgreSQL alters no table whose rows the same one has changed."""

    dependencies = [("films", "0002_likeness_builds")]

    operations = [
        migrations.RemoveConstraint(model_name="likeness", name="films_likeness_one_a_rank"),
        migrations.RemoveConstraint(model_name="likeness", name="films_likeness_once"),
        migrations.AlterField(
            model_name="likeness",
            name="build",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="likenesses",
                to="films.likenessbuild",
            ),
        ),
        migrations.AlterField(
            model_name="likeness",
            name="film",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="likenesses",
                to="films.film",
            ),
        ),
        migrations.AddConstraint(
            model_name="likeness",
            constraint=models.UniqueConstraint(
                fields=["build", "rank", "film"], name="films_likeness_one_a_rank"
            ),
        ),
        migrations.AddConstraint(
            model_name="likeness",
            constraint=models.UniqueConstraint(
                fields=["film", "build", "other"], name="films_likeness_once"
            ),
        ),
    ]
