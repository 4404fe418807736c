"""What a fresh database begins with; databases of before went by the migrations it replaces."""

import django.db.models.deletion
import uuid
from zhuangjian.apps.conduct.migrating import CreateModels
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("evidence", "0001_initial"),
        ("evidence", "0002_public_ids"),
        ("evidence", "0003_unconfirmed"),
    ]

    initial = True

    dependencies = [
        ("authorities", "0001_initial"),
        ("inspections", "0001_initial"),
    ]

    operations = [
        CreateModels(
            operations=[
                migrations.CreateModel(
                    name="Evidence",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("photo", "照片"),
                                    ("video", "录像"),
                                    ("audio", "录音"),
                                    ("document", "文件"),
                                ],
                                max_length=10,
                                verbose_name="种类",
                            ),
                        ),
                        ("file_name", models.CharField(max_length=200, verbose_name="文件名")),
                        ("media_type", models.CharField(max_length=100, verbose_name="格式")),
                        ("size", models.BigIntegerField(verbose_name="字节数")),
                        ("sha256", models.CharField(db_index=True, max_length=64, verbose_name="SHA-256")),
                        ("captured_at", models.DateTimeField(verbose_name="采集时间")),
                        ("received_at", models.DateTimeField(verbose_name="接收时间")),
                        (
                            "exif_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="照片内记录的时间"),
                        ),
                        ("longitude", models.FloatField(blank=True, null=True, verbose_name="经度")),
                        ("latitude", models.FloatField(blank=True, null=True, verbose_name="纬度")),
                        ("note", models.CharField(blank=True, max_length=300, verbose_name="说明")),
                        (
                            "confirmed_by",
                            models.CharField(blank=True, max_length=60, verbose_name="被检查对象确认人"),
                        ),
                        (
                            "confirmed_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="确认时间"),
                        ),
                        ("version", models.PositiveIntegerField(default=0, verbose_name="版本")),
                        (
                            "finding",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="evidence",
                                to="inspections.finding",
                                verbose_name="检查结果",
                            ),
                        ),
                        (
                            "inspection",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="evidence",
                                to="inspections.inspection",
                                verbose_name="检查",
                            ),
                        ),
                        (
                            "taken_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="采集人",
                            ),
                        ),
                        (
                            "public_id",
                            models.UUIDField(
                                default=uuid.uuid4, editable=False, unique=True, verbose_name="公开编号"
                            ),
                        ),
                        (
                            "unconfirmed",
                            models.CharField(
                                blank=True,
                                choices=[("refused", "被检查对象拒绝确认"), ("absent", "现场无人可以确认")],
                                max_length=10,
                                verbose_name="未经确认的原因",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "证据",
                        "verbose_name_plural": "证据",
                        "ordering": ("inspection", "captured_at", "pk"),
                        "indexes": [],
                        "constraints": [],
                    },
                ),
            ],
        ),
    ]
