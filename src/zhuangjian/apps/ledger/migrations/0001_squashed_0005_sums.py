"""What a fresh database begins with; databases of before went by the migrations it replaces."""

import importlib

from zhuangjian.apps.conduct.migrating import CreateModels
from django.db import migrations, models

old = importlib.import_module("zhuangjian.apps.ledger.migrations.0002_append_only")


class Migration(migrations.Migration):
    replaces = [
        ("ledger", "0001_initial"),
        ("ledger", "0002_append_only"),
        ("ledger", "0003_restated"),
        ("ledger", "0004_object_key"),
        ("ledger", "0005_sums"),
    ]

    initial = True

    dependencies = []

    operations = [
        CreateModels(
            operations=[
                migrations.CreateModel(
                    name="Entry",
                    fields=[
                        (
                            "seq",
                            models.BigIntegerField(primary_key=True, serialize=False, verbose_name="序号"),
                        ),
                        ("at", models.DateTimeField(verbose_name="发生时间")),
                        ("recorded_at", models.DateTimeField(verbose_name="入账时间")),
                        ("action", models.CharField(db_index=True, max_length=80, verbose_name="事项")),
                        ("article", models.CharField(blank=True, max_length=40, verbose_name="条款")),
                        ("actor_id", models.BigIntegerField(null=True, verbose_name="经办人编号")),
                        ("actor", models.CharField(max_length=120, verbose_name="经办人")),
                        ("authority", models.CharField(blank=True, max_length=120, verbose_name="所在单位")),
                        ("object_model", models.CharField(max_length=60, verbose_name="对象类型")),
                        ("object_id", models.BigIntegerField(verbose_name="对象编号")),
                        ("facts", models.TextField(verbose_name="事实（规范 JSON）")),
                        (
                            "state_digest",
                            models.CharField(blank=True, max_length=80, verbose_name="对象状态摘要"),
                        ),
                        ("algorithm", models.CharField(max_length=10, verbose_name="摘要算法")),
                        ("previous", models.CharField(max_length=80, verbose_name="前一条摘要")),
                        ("hash", models.CharField(max_length=80, unique=True, verbose_name="本条摘要")),
                        ("seal", models.CharField(max_length=80, verbose_name="封印")),
                        ("object_key", models.UUIDField(null=True, verbose_name="对象公开编号")),
                        ("sums", models.TextField(null=True, verbose_name="各表行摘要和")),
                    ],
                    options={
                        "verbose_name": "账本条目",
                        "verbose_name_plural": "账本条目",
                        "ordering": ("seq",),
                        "indexes": [
                            models.Index(
                                fields=["object_model", "object_id", "seq"],
                                name="ledger_entr_object__b5e7d2_idx",
                            )
                        ],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="Node",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("level", models.PositiveSmallIntegerField(verbose_name="层")),
                        ("index", models.BigIntegerField(verbose_name="位置")),
                        ("hash", models.CharField(max_length=80, verbose_name="摘要")),
                    ],
                    options={
                        "verbose_name": "账本树节点",
                        "verbose_name_plural": "账本树节点",
                        "constraints": [
                            models.UniqueConstraint(fields=("level", "index"), name="ledger_node_place")
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="Restated",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("object_model", models.CharField(max_length=60, verbose_name="对象类型")),
                        ("object_id", models.BigIntegerField(verbose_name="对象编号")),
                        ("digest", models.CharField(max_length=80, verbose_name="对象状态摘要")),
                        ("entry_seq", models.BigIntegerField(verbose_name="账本条目")),
                    ],
                    options={
                        "verbose_name": "重述的摘要",
                        "verbose_name_plural": "重述的摘要",
                        "indexes": [
                            models.Index(
                                fields=["object_model", "object_id", "entry_seq"], name="ledger_restated_of"
                            )
                        ],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="Sum",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("table", models.CharField(max_length=60, verbose_name="数据表")),
                        ("range", models.BigIntegerField(verbose_name="主键段")),
                        ("value", models.CharField(max_length=64, verbose_name="行摘要和")),
                        ("entry_seq", models.BigIntegerField(verbose_name="账本条目")),
                    ],
                    options={
                        "verbose_name": "行摘要和",
                        "verbose_name_plural": "行摘要和",
                        "constraints": [
                            models.UniqueConstraint(fields=("table", "range"), name="ledger_sum_place")
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="Delta",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("table", models.CharField(max_length=60, verbose_name="数据表")),
                        ("range", models.BigIntegerField(verbose_name="主键段")),
                        ("value", models.CharField(max_length=64, verbose_name="增量")),
                        ("nonce", models.CharField(max_length=32, verbose_name="随机数")),
                        ("entry_seq", models.BigIntegerField(verbose_name="账本条目")),
                    ],
                    options={
                        "verbose_name": "行摘要和的增量",
                        "verbose_name_plural": "行摘要和的增量",
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="Request",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("key", models.CharField(max_length=100, verbose_name="请求编号")),
                        ("person_id", models.BigIntegerField(verbose_name="经办人编号")),
                        ("digest", models.CharField(max_length=80, verbose_name="请求内容摘要")),
                        ("entry_seq", models.BigIntegerField(verbose_name="账本条目")),
                        ("at", models.DateTimeField(auto_now_add=True, verbose_name="时间")),
                    ],
                    options={
                        "verbose_name": "请求编号",
                        "verbose_name_plural": "请求编号",
                        "constraints": [
                            models.UniqueConstraint(fields=("person_id", "key"), name="ledger_request_once")
                        ],
                        "indexes": [],
                    },
                ),
            ],
        ),
        migrations.RunPython(
            lambda apps, editor: old.run(editor, 0), lambda apps, editor: old.run(editor, 1)
        ),
    ]
