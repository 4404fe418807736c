"""What a fresh database begins with; databases of before went by the migrations it replaces."""

import django.db.models.deletion
import uuid
from zhuangjian.apps.conduct.migrating import CreateModels
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [("jobs", "0001_initial"), ("jobs", "0002_added_up")]

    initial = True

    dependencies = [
        ("authorities", "0001_initial"),
        ("ledger", "0005_sums"),
    ]

    operations = [
        CreateModels(
            operations=[
                migrations.CreateModel(
                    name="Job",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "code",
                            models.UUIDField(
                                default=uuid.uuid4, editable=False, unique=True, verbose_name="编号"
                            ),
                        ),
                        ("action", models.CharField(max_length=80, verbose_name="事项")),
                        ("title", models.CharField(max_length=200, verbose_name="名称")),
                        ("given", models.JSONField(default=dict, verbose_name="内容")),
                        (
                            "request_key",
                            models.CharField(blank=True, max_length=100, verbose_name="请求编号"),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("waiting", "等待"),
                                    ("running", "进行中"),
                                    ("done", "完成"),
                                    ("refused", "未通过"),
                                    ("failed", "出错"),
                                    ("cancelled", "已停止"),
                                ],
                                db_index=True,
                                default="waiting",
                                max_length=10,
                                verbose_name="状态",
                            ),
                        ),
                        ("done", models.PositiveIntegerField(default=0, verbose_name="已处理")),
                        ("total", models.PositiveIntegerField(default=0, verbose_name="总数")),
                        ("words", models.TextField(blank=True, verbose_name="说明")),
                        ("missing", models.JSONField(default=list, verbose_name="缺少或有误的项目")),
                        ("result_url", models.CharField(blank=True, max_length=200, verbose_name="结果")),
                        ("worker", models.CharField(blank=True, max_length=60, verbose_name="执行进程")),
                        ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="第几次执行")),
                        ("stop_asked", models.BooleanField(default=False, verbose_name="要求停止")),
                        ("made_at", models.DateTimeField(verbose_name="提交时间")),
                        ("beat_at", models.DateTimeField(null=True, verbose_name="最近活动")),
                        ("finished_at", models.DateTimeField(null=True, verbose_name="结束时间")),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="提交人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "后台任务",
                        "verbose_name_plural": "后台任务",
                        "ordering": ("-pk",),
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("request_key", ""), _negated=True),
                                fields=("person", "request_key"),
                                name="job_once",
                            )
                        ],
                        "indexes": [],
                    },
                ),
            ],
        ),
    ]
