"""What a fresh database begins with; databases of before went by the migrations it replaces."""

import django.db.models.deletion
from zhuangjian.apps.conduct.migrating import CreateModels
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("intake", "0001_initial"),
        ("intake", "0002_fewer_indexes"),
        ("intake", "0003_undo_and_notes"),
        ("intake", "0004_trials"),
        ("intake", "0005_ingredient_lists"),
    ]

    initial = True

    dependencies = [
        ("authorities", "0001_initial"),
        ("registry", "0003_fewer_indexes"),
    ]

    operations = [
        CreateModels(
            operations=[
                migrations.CreateModel(
                    name="Batch",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("source", models.CharField(db_index=True, max_length=40, verbose_name="来源")),
                        ("file_name", models.CharField(max_length=200, verbose_name="文件名")),
                        ("digest", models.CharField(max_length=64, verbose_name="SHA-256")),
                        ("as_of", models.DateField(verbose_name="数据日期")),
                        ("mapping_digest", models.CharField(max_length=64, verbose_name="对照表摘要")),
                        ("mapping_text", models.TextField(verbose_name="对照表")),
                        ("started_at", models.DateTimeField(verbose_name="开始时间")),
                        ("finished_at", models.DateTimeField(null=True, verbose_name="完成时间")),
                        ("total", models.PositiveIntegerField(default=0, verbose_name="行数")),
                        ("new", models.PositiveIntegerField(default=0, verbose_name="新增")),
                        ("changed", models.PositiveIntegerField(default=0, verbose_name="变更")),
                        ("unchanged", models.PositiveIntegerField(default=0, verbose_name="无变化")),
                        ("quarantined", models.PositiveIntegerField(default=0, verbose_name="隔离")),
                        ("applied", models.PositiveIntegerField(default=0, verbose_name="已处理行数")),
                        ("progress", models.JSONField(default=dict, verbose_name="处理中计数")),
                        ("version", models.PositiveIntegerField(default=0, verbose_name="版本")),
                        (
                            "loaded_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="导入人",
                            ),
                        ),
                        ("notes", models.JSONField(default=dict, verbose_name="读取说明")),
                        ("undone_at", models.DateTimeField(null=True, verbose_name="撤销时间")),
                        (
                            "undone_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="撤销人",
                            ),
                        ),
                        ("undone_why", models.CharField(blank=True, max_length=300, verbose_name="撤销理由")),
                    ],
                    options={
                        "verbose_name": "导入批次",
                        "verbose_name_plural": "导入批次",
                        "ordering": ("-started_at", "-pk"),
                        "indexes": [],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("undone_at", None)),
                                fields=("source", "digest", "as_of", "mapping_digest"),
                                name="batch_once",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Trial",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("source", models.CharField(db_index=True, max_length=40, verbose_name="来源")),
                        ("file_name", models.CharField(max_length=200, verbose_name="文件名")),
                        ("digest", models.CharField(db_index=True, max_length=64, verbose_name="SHA-256")),
                        ("as_of", models.DateField(verbose_name="数据日期")),
                        ("mapping_digest", models.CharField(max_length=64, verbose_name="对照表摘要")),
                        ("tried_at", models.DateTimeField(verbose_name="试读时间")),
                        ("total", models.PositiveIntegerField(default=0, verbose_name="行数")),
                        ("new", models.PositiveIntegerField(default=0, verbose_name="新增")),
                        ("changed", models.PositiveIntegerField(default=0, verbose_name="变更")),
                        ("unchanged", models.PositiveIntegerField(default=0, verbose_name="无变化")),
                        ("quarantined", models.PositiveIntegerField(default=0, verbose_name="隔离")),
                        ("report", models.JSONField(default=dict, verbose_name="报告")),
                        (
                            "last_batch",
                            models.PositiveBigIntegerField(default=0, verbose_name="当时最后的批次"),
                        ),
                        (
                            "tried_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="试读人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "试读",
                        "verbose_name_plural": "试读",
                        "ordering": ("-pk",),
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="IngredientList",
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
                                    ("catalogue", "已使用化妆品原料目录"),
                                    ("maxima", "历史最高使用量"),
                                    ("prohibited", "禁用原料目录"),
                                    ("names", "国际命名"),
                                    ("foreign", "境外清单"),
                                ],
                                db_index=True,
                                max_length=12,
                                verbose_name="种类",
                            ),
                        ),
                        ("title", models.CharField(max_length=120, verbose_name="名称")),
                        ("effective_from", models.DateField(verbose_name="自何日起")),
                        ("digest", models.CharField(max_length=64, verbose_name="SHA-256")),
                        ("file_name", models.CharField(max_length=200, verbose_name="文件名")),
                        ("count", models.PositiveIntegerField(default=0, verbose_name="原料数")),
                        ("content", models.TextField(verbose_name="内容")),
                        ("imported_at", models.DateTimeField(verbose_name="导入时间")),
                        (
                            "imported_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="导入人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "原料清单",
                        "verbose_name_plural": "原料清单",
                        "ordering": ("-effective_from", "-pk"),
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("kind", "title", "effective_from", "digest"),
                                name="ingredient_list_once",
                            )
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="SourceRow",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveIntegerField(verbose_name="行号")),
                        ("raw", models.JSONField(verbose_name="原始内容")),
                        ("digest", models.CharField(max_length=64, verbose_name="内容摘要")),
                        ("key", models.CharField(blank=True, max_length=80, verbose_name="同一事项键")),
                        (
                            "outcome",
                            models.CharField(
                                choices=[
                                    ("new", "新增"),
                                    ("changed", "变更"),
                                    ("unchanged", "无变化"),
                                    ("quarantined", "隔离"),
                                    ("released", "更正后放行"),
                                    ("discarded", "弃用"),
                                    ("undone", "已撤销"),
                                ],
                                max_length=12,
                                verbose_name="结果",
                            ),
                        ),
                        ("refs", models.JSONField(default=dict, verbose_name="写入对象")),
                        (
                            "batch",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="rows",
                                to="intake.batch",
                                verbose_name="批次",
                            ),
                        ),
                        (
                            "party",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="source_rows",
                                to="registry.party",
                                verbose_name="企业",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "来源行",
                        "verbose_name_plural": "来源行",
                        "ordering": ("batch", "number"),
                        "indexes": [
                            models.Index(fields=["batch", "key"], name="intake_sour_batch_i_1e34d0_idx"),
                            models.Index(
                                condition=models.Q(("outcome", "quarantined")),
                                fields=["digest"],
                                name="row_waiting",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("batch", "number"), name="source_row_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Quarantine",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("source", models.CharField(db_index=True, max_length=40, verbose_name="来源")),
                        ("number", models.PositiveIntegerField(verbose_name="行号")),
                        ("column", models.CharField(max_length=60, verbose_name="栏目")),
                        ("code", models.CharField(db_index=True, max_length=40, verbose_name="原因代码")),
                        ("reason", models.CharField(max_length=400, verbose_name="原因")),
                        ("suggestion", models.CharField(blank=True, max_length=400, verbose_name="建议")),
                        ("faults", models.JSONField(default=list, verbose_name="全部问题")),
                        (
                            "row_digest",
                            models.CharField(db_index=True, max_length=64, verbose_name="内容摘要"),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[("open", "待处理"), ("released", "已放行"), ("discarded", "已弃用")],
                                db_index=True,
                                default="open",
                                max_length=10,
                                verbose_name="状态",
                            ),
                        ),
                        ("corrections", models.JSONField(default=dict, verbose_name="更正")),
                        ("note", models.CharField(blank=True, max_length=300, verbose_name="处理说明")),
                        ("decided_at", models.DateTimeField(null=True, verbose_name="处理时间")),
                        ("version", models.PositiveIntegerField(default=0, verbose_name="版本")),
                        (
                            "batch",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="quarantine",
                                to="intake.batch",
                                verbose_name="批次",
                            ),
                        ),
                        (
                            "decided_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="处理人",
                            ),
                        ),
                        (
                            "row",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="quarantine",
                                to="intake.sourcerow",
                                verbose_name="来源行",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "隔离行",
                        "verbose_name_plural": "隔离行",
                        "ordering": ("batch", "number"),
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="BatchChange",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("changes", models.JSONField(default=dict, verbose_name="改动")),
                        (
                            "batch",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="journal",
                                to="intake.batch",
                                verbose_name="批次",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "批次改动",
                        "verbose_name_plural": "批次改动",
                        "ordering": ("pk",),
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="MappingVersion",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("source", models.CharField(db_index=True, max_length=40, verbose_name="来源")),
                        ("number", models.PositiveIntegerField(verbose_name="第几版")),
                        ("text", models.TextField(verbose_name="对照表")),
                        ("digest", models.CharField(max_length=64, verbose_name="SHA-256")),
                        ("note", models.CharField(blank=True, max_length=300, verbose_name="修改说明")),
                        ("made_at", models.DateTimeField(verbose_name="修改时间")),
                        ("version", models.PositiveIntegerField(default=0, verbose_name="版本")),
                        (
                            "made_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="修改人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "对照表版本",
                        "verbose_name_plural": "对照表版本",
                        "ordering": ("source", "-number"),
                        "indexes": [],
                        "constraints": [
                            models.UniqueConstraint(fields=("source", "number"), name="mapping_version_once")
                        ],
                    },
                ),
            ],
        ),
    ]
