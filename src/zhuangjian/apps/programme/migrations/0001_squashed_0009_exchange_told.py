"""What a fresh database begins with; databases of before went by the migrations it replaces."""

import django.db.models.deletion
import uuid
from zhuangjian.apps.conduct.migrating import CreateModels
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("programme", "0001_initial"),
        ("programme", "0002_public_ids"),
        ("programme", "0003_sent_out_alone"),
        ("programme", "0004_tasks_added_later"),
        ("programme", "0005_origins"),
        ("programme", "0006_origins_of_old_tasks"),
        ("programme", "0007_task_authority"),
        ("programme", "0008_visits"),
        ("programme", "0009_exchange_told"),
    ]

    initial = True

    dependencies = [
        ("authorities", "0003_licensing_officer"),
        ("registry", "0009_contacts_confirmed"),
    ]

    operations = [
        CreateModels(
            operations=[
                migrations.CreateModel(
                    name="Programme",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                        ("title", models.CharField(max_length=120, verbose_name="名称")),
                        ("scope", models.TextField(blank=True, verbose_name="对象范围")),
                        ("focus", models.TextField(blank=True, verbose_name="检查重点")),
                        ("requirements", models.TextField(blank=True, verbose_name="检查要求")),
                        (
                            "status",
                            models.CharField(
                                choices=[("draft", "编制中"), ("approved", "已批准")],
                                default="draft",
                                max_length=20,
                                verbose_name="状态",
                            ),
                        ),
                        ("approved_at", models.DateTimeField(null=True, verbose_name="批准时间")),
                        ("version", models.PositiveIntegerField(default=0, verbose_name="版本")),
                        (
                            "approved_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="批准人",
                            ),
                        ),
                        (
                            "author",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="编制人",
                            ),
                        ),
                        (
                            "authority",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="programmes",
                                to="authorities.authority",
                                verbose_name="制定单位",
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
                        "verbose_name": "年度检查计划",
                        "verbose_name_plural": "年度检查计划",
                        "ordering": ("-year", "authority"),
                        "indexes": [],
                        "constraints": [
                            models.UniqueConstraint(fields=("year", "authority"), name="programme_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Task",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "inspection_type",
                            models.CharField(
                                choices=[
                                    ("licensing", "许可检查"),
                                    ("routine", "常规检查"),
                                    ("for_cause", "有因检查"),
                                    ("other", "其他检查"),
                                ],
                                max_length=20,
                                verbose_name="检查类型",
                            ),
                        ),
                        (
                            "mode",
                            models.CharField(
                                choices=[
                                    ("on_site", "现场检查"),
                                    ("off_site_written", "非现场检查（书面材料）"),
                                    ("off_site_remote", "非现场检查（远程）"),
                                ],
                                default="on_site",
                                max_length=20,
                                verbose_name="检查方式",
                            ),
                        ),
                        ("announced", models.BooleanField(default=False, verbose_name="预先告知")),
                        ("window_from", models.DateField(verbose_name="时间起")),
                        ("window_to", models.DateField(verbose_name="时间止")),
                        ("focus", models.TextField(blank=True, verbose_name="检查重点")),
                        ("expertise", models.CharField(blank=True, max_length=200, verbose_name="所需专长")),
                        (
                            "cancel_reason",
                            models.CharField(blank=True, max_length=300, verbose_name="取消原因"),
                        ),
                        ("information", models.TextField(blank=True, verbose_name="对象信息")),
                        ("requirements", models.TextField(blank=True, verbose_name="检查要求")),
                        ("assigned_at", models.DateTimeField(null=True, verbose_name="交办时间")),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("planned", "待交办"),
                                    ("assigned", "已交办"),
                                    ("under_way", "检查中"),
                                    ("done", "已完成"),
                                    ("merged", "已合并"),
                                    ("cancelled", "已取消"),
                                ],
                                default="planned",
                                max_length=20,
                                verbose_name="状态",
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=0, verbose_name="版本")),
                        (
                            "assigned_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="交办人",
                            ),
                        ),
                        (
                            "assigned_to",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="tasks",
                                to="authorities.authority",
                                verbose_name="承办单位",
                            ),
                        ),
                        (
                            "merged_into",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="merged",
                                to="programme.task",
                                verbose_name="并入任务",
                            ),
                        ),
                        (
                            "party",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="tasks",
                                to="registry.party",
                                verbose_name="被检查对象",
                            ),
                        ),
                        (
                            "programme",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="tasks",
                                to="programme.programme",
                                verbose_name="年度计划",
                            ),
                        ),
                        (
                            "site",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                to="registry.site",
                                verbose_name="检查地址",
                            ),
                        ),
                        (
                            "public_id",
                            models.UUIDField(
                                default=uuid.uuid4, editable=False, unique=True, verbose_name="公开编号"
                            ),
                        ),
                        (
                            "separately",
                            models.CharField(blank=True, max_length=300, verbose_name="单独派出的理由"),
                        ),
                        (
                            "added_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="增加人",
                            ),
                        ),
                        ("approval_waits", models.BooleanField(default=False, verbose_name="增补待批准")),
                        (
                            "approved_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="增补批准人",
                            ),
                        ),
                        (
                            "authority",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="tasks_organised",
                                to="authorities.authority",
                                verbose_name="组织检查的单位",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "检查任务",
                        "verbose_name_plural": "检查任务",
                        "ordering": ("window_from", "pk"),
                        "indexes": [],
                        "constraints": [],
                    },
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
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("programme", "年度检查计划"),
                                    ("application", "生产许可申请"),
                                    ("cause", "有因检查的启动原因"),
                                    ("letter", "来函"),
                                    ("order", "上级部署"),
                                    ("off_site", "非现场检查结果"),
                                    ("finding", "其他检查中发现"),
                                    ("first_finder", "首办（发现未经许可的生产经营）"),
                                ],
                                max_length=20,
                                verbose_name="来源",
                            ),
                        ),
                        ("cause", models.CharField(blank=True, max_length=30, verbose_name="启动原因")),
                        ("support", models.CharField(blank=True, max_length=30, verbose_name="所依据的材料")),
                        ("body", models.CharField(blank=True, max_length=120, verbose_name="来文单位")),
                        (
                            "reference",
                            models.CharField(blank=True, max_length=120, verbose_name="编号或者文号"),
                        ),
                        (
                            "received_on",
                            models.DateField(blank=True, null=True, verbose_name="收到、受理或者发现日期"),
                        ),
                        (
                            "licensing_kind",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("licensing_new", "生产许可现场核查"),
                                    ("licensing_extension", "延续许可后现场核查"),
                                    ("licensing_change", "变更现场核查"),
                                ],
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
                    options={
                        "verbose_name": "检查来源",
                        "verbose_name_plural": "检查来源",
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="Visit",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "public_id",
                            models.UUIDField(
                                default=uuid.uuid4, editable=False, unique=True, verbose_name="公开编号"
                            ),
                        ),
                        ("window_from", models.DateField(verbose_name="时间起")),
                        ("window_to", models.DateField(verbose_name="时间止")),
                        ("words", models.TextField(blank=True, verbose_name="理由和安排")),
                        (
                            "stage",
                            models.CharField(
                                choices=[
                                    ("proposed", "待对方同意"),
                                    ("agreed", "已商定"),
                                    ("refused", "对方不同意"),
                                    ("withdrawn", "已撤回"),
                                ],
                                default="proposed",
                                max_length=12,
                                verbose_name="状态",
                            ),
                        ),
                        ("proposed_at", models.DateTimeField(verbose_name="提出时间")),
                        ("settled_at", models.DateTimeField(null=True, verbose_name="商定或者终止时间")),
                        ("version", models.PositiveIntegerField(default=0, verbose_name="版本")),
                        (
                            "party",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="visits",
                                to="registry.party",
                                verbose_name="被检查对象",
                            ),
                        ),
                        (
                            "proposed_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="提出人",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="authorities.authority",
                                verbose_name="提出单位",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "联合检查",
                        "verbose_name_plural": "联合检查",
                        "ordering": ("-proposed_at", "-pk"),
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="VisitPart",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("agreed", models.BooleanField(null=True, verbose_name="同意")),
                        ("words", models.TextField(blank=True, verbose_name="意见")),
                        ("answered_at", models.DateTimeField(null=True, verbose_name="答复时间")),
                        (
                            "answered_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="答复人",
                            ),
                        ),
                        (
                            "authority",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="authorities.authority",
                                verbose_name="单位",
                            ),
                        ),
                        (
                            "task",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="visit_parts",
                                to="programme.task",
                                verbose_name="检查任务",
                            ),
                        ),
                        (
                            "visit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="parts",
                                to="programme.visit",
                                verbose_name="联合检查",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "联合检查的各方",
                        "verbose_name_plural": "联合检查的各方",
                        "ordering": ("visit", "pk"),
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("visit", "authority"), name="visit_authority_once"
                            )
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="Exchange",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "public_id",
                            models.UUIDField(
                                default=uuid.uuid4, editable=False, unique=True, verbose_name="公开编号"
                            ),
                        ),
                        (
                            "ground",
                            models.CharField(
                                choices=[
                                    ("commission", "委托生产的另一方在其监管范围"),
                                    ("both", "被检查对象同时生产和经营"),
                                ],
                                max_length=12,
                                verbose_name="通报原因",
                            ),
                        ),
                        ("told_at", models.DateTimeField(verbose_name="通报时间")),
                        ("acknowledged_at", models.DateTimeField(null=True, verbose_name="签收时间")),
                        ("note", models.TextField(blank=True, verbose_name="签收意见")),
                        ("version", models.PositiveIntegerField(default=0, verbose_name="版本")),
                        (
                            "acknowledged_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="签收人",
                            ),
                        ),
                        (
                            "party",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="exchanges",
                                to="registry.party",
                                verbose_name="其监管的企业",
                            ),
                        ),
                        (
                            "task",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="exchanges",
                                to="programme.task",
                                verbose_name="检查任务",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="authorities.authority",
                                verbose_name="收到通报的单位",
                            ),
                        ),
                        ("told", models.TextField(blank=True, verbose_name="通报内容")),
                    ],
                    options={
                        "verbose_name": "检查信息通报",
                        "verbose_name_plural": "检查信息通报",
                        "ordering": ("-told_at", "-pk"),
                        "constraints": [
                            models.UniqueConstraint(fields=("task", "unit", "party"), name="exchange_once")
                        ],
                        "indexes": [],
                    },
                ),
            ],
        ),
    ]
