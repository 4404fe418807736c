"""Every task gets an origin and an authority of its own; a programme is one of the origins, no longer the only one."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from zhuangjian.engines.rules.vocabulary import LicensingKind, OriginKind


class Migration(migrations.Migration):
    dependencies = [
        ("authorities", "0001_initial"),
        ("programme", "0004_tasks_added_later"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="task",
            name="authority",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="tasks_organised",
                to="authorities.authority",
                verbose_name="组织检查的单位",
            ),
        ),
        migrations.AlterField(
            model_name="task",
            name="programme",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="tasks",
                to="programme.programme",
                verbose_name="年度计划",
            ),
        ),
        migrations.CreateModel(
            name="Origin",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(choices=OriginKind.choices(), max_length=20, verbose_name="来源")),
                ("cause", models.CharField(blank=True, max_length=30, verbose_name="启动原因")),
                ("support", models.CharField(blank=True, max_length=30, verbose_name="所依据的材料")),
                ("body", models.CharField(blank=True, max_length=120, verbose_name="来文单位")),
                ("reference", models.CharField(blank=True, max_length=120, verbose_name="编号或者文号")),
                (
                    "received_on",
                    models.DateField(blank=True, null=True, verbose_name="收到、受理或者发现日期"),
                ),
                (
                    "licensing_kind",
                    models.CharField(
                        blank=True,
                        choices=LicensingKind.choices(),
                        max_length=20,
                        verbose_name="许可检查种类",
                    ),
                ),
                ("applied_on", models.DateField(blank=True, null=True, verbose_name="申请日期")),
                ("acceptance", models.CharField(blank=True, max_length=120, verbose_name="受理编号")),
                ("words", models.TextField(blank=True, verbose_name="具体情况")),
                ("stated_at", models.DateTimeField(null=True, verbose_name="登记时间")),
                (
                    "earlier",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="programme.task",
                        verbose_name="相关的检查",
                    ),
                ),
                (
                    "stated_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="登记人",
                    ),
                ),
                (
                    "task",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="origin",
                        to="programme.task",
                        verbose_name="任务",
                    ),
                ),
            ],
            options={"verbose_name": "检查来源", "verbose_name_plural": "检查来源"},
        ),
    ]
