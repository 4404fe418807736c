"""What a fresh database begins with; databases of before went by the migrations it replaces."""

import django.db.models.deletion
import uuid
from zhuangjian.apps.conduct.migrating import CreateModels
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [("documents", "0001_initial"), ("documents", "0002_public_ids")]

    initial = True

    dependencies = [
        ("authorities", "0001_initial"),
    ]

    operations = [
        CreateModels(
            operations=[
                migrations.CreateModel(
                    name="Document",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("kind", models.CharField(max_length=40, verbose_name="文书种类")),
                        ("title", models.CharField(max_length=200, verbose_name="名称")),
                        ("number", models.CharField(blank=True, max_length=60, verbose_name="文号")),
                        ("target_model", models.CharField(max_length=60, verbose_name="对象类型")),
                        ("target_id", models.BigIntegerField(verbose_name="对象编号")),
                        ("edition", models.PositiveIntegerField(default=1, verbose_name="第几稿")),
                        ("media_type", models.CharField(max_length=100, verbose_name="格式")),
                        ("digest", models.CharField(max_length=64, verbose_name="SHA-256")),
                        ("size", models.BigIntegerField(verbose_name="字节数")),
                        ("for_party", models.BooleanField(default=False, verbose_name="交被检查对象")),
                        ("made_at", models.DateTimeField(verbose_name="制作时间")),
                        (
                            "made_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="制作人",
                            ),
                        ),
                        (
                            "public_id",
                            models.UUIDField(
                                default=uuid.uuid4, editable=False, unique=True, verbose_name="公开编号"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "文书",
                        "verbose_name_plural": "文书",
                        "ordering": ("-made_at", "-pk"),
                        "indexes": [
                            models.Index(
                                fields=["target_model", "target_id"], name="documents_d_target__d84950_idx"
                            )
                        ],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="OfficialText",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("document", models.CharField(db_index=True, max_length=20, verbose_name="文件")),
                        ("title", models.CharField(max_length=300, verbose_name="标题")),
                        ("number", models.CharField(blank=True, max_length=80, verbose_name="文号")),
                        ("digest", models.CharField(max_length=64, verbose_name="SHA-256")),
                        ("source_name", models.CharField(max_length=200, verbose_name="来源文件")),
                        ("imported_at", models.DateTimeField(auto_now_add=True, verbose_name="导入时间")),
                    ],
                    options={
                        "verbose_name": "法规原文",
                        "verbose_name_plural": "法规原文",
                        "ordering": ("document", "-imported_at"),
                        "constraints": [
                            models.UniqueConstraint(fields=("document", "digest"), name="text_version_once")
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="OfficialArticle",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("reference", models.CharField(db_index=True, max_length=20, verbose_name="条款")),
                        ("chapter", models.CharField(blank=True, max_length=120, verbose_name="章")),
                        ("position", models.PositiveIntegerField(verbose_name="顺序")),
                        ("body", models.TextField(verbose_name="正文")),
                        (
                            "text",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="articles",
                                to="documents.officialtext",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "法规条文",
                        "verbose_name_plural": "法规条文",
                        "ordering": ("text", "position"),
                        "indexes": [],
                        "constraints": [],
                    },
                ),
            ],
        ),
    ]
