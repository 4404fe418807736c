"""What a fresh database begins with; databases of before went by the migrations it replaces."""

import django.db.models.deletion
import uuid
from zhuangjian.apps.conduct.migrating import CreateModels
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("duties", "0001_initial"),
        ("duties", "0002_public_ids"),
        ("duties", "0003_addresses"),
        ("duties", "0004_done_with"),
        ("duties", "0005_licensing_officer"),
        ("duties", "0006_open_duties"),
        ("duties", "0007_outside"),
    ]

    initial = True

    dependencies = [
        ("authorities", "0002_authority_words"),
        ("inspections", "0002_public_ids"),
        ("programme", "0002_public_ids"),
        ("rectification", "0002_public_ids"),
        ("registry", "0009_contacts_confirmed"),
    ]

    operations = [
        CreateModels(
            operations=[
                migrations.CreateModel(
                    name="Duty",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("kind", models.CharField(db_index=True, max_length=60, verbose_name="类别")),
                        ("title", models.CharField(max_length=200, verbose_name="事项")),
                        ("article", models.CharField(max_length=40, verbose_name="条款")),
                        (
                            "role",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("programme_officer", "计划管理员"),
                                    ("head", "单位负责人"),
                                    ("inspector", "检查员"),
                                    ("reviewer", "检查审核员"),
                                    ("district_officer", "辖区监管员"),
                                    ("licensing_officer", "许可部门经办人"),
                                    ("enforcement_officer", "稽查办案员"),
                                    ("enterprise_contact", "企业联系人"),
                                    ("auditor", "审计员"),
                                    ("administrator", "系统管理员"),
                                ],
                                max_length=30,
                                verbose_name="责任角色",
                            ),
                        ),
                        ("target_model", models.CharField(max_length=60, verbose_name="对象类型")),
                        ("target_id", models.BigIntegerField(verbose_name="对象编号")),
                        ("url", models.CharField(max_length=200, verbose_name="办理页面")),
                        ("event", models.CharField(max_length=120, verbose_name="起算事件")),
                        ("event_on", models.DateField(verbose_name="起算日")),
                        ("due", models.DateField(db_index=True, null=True, verbose_name="期限")),
                        ("unit", models.CharField(blank=True, max_length=20, verbose_name="期限单位")),
                        ("days", models.PositiveIntegerField(null=True, verbose_name="期限天数")),
                        ("provisional", models.BooleanField(default=False, verbose_name="期限暂定")),
                        (
                            "basis",
                            models.CharField(default="official", max_length=20, verbose_name="依据状态"),
                        ),
                        ("pack", models.CharField(blank=True, max_length=60, verbose_name="规则版本")),
                        ("opened_at", models.DateTimeField(verbose_name="产生时间")),
                        ("done_at", models.DateTimeField(db_index=True, null=True, verbose_name="完成时间")),
                        (
                            "outcome",
                            models.CharField(
                                blank=True,
                                choices=[("done", "已办"), ("cancelled", "不再需要")],
                                max_length=20,
                                verbose_name="结果",
                            ),
                        ),
                        (
                            "authority",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="duties",
                                to="authorities.authority",
                                verbose_name="责任单位",
                            ),
                        ),
                        (
                            "done_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="完成人",
                            ),
                        ),
                        (
                            "holder_party",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="own_duties",
                                to="registry.party",
                                verbose_name="责任企业",
                            ),
                        ),
                        (
                            "party",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="duties",
                                to="registry.party",
                                verbose_name="涉及企业",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="duties",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="责任人",
                            ),
                        ),
                        (
                            "public_id",
                            models.UUIDField(
                                default=uuid.uuid4, editable=False, unique=True, verbose_name="公开编号"
                            ),
                        ),
                        (
                            "done_with",
                            models.CharField(
                                blank=True, default="", max_length=100, verbose_name="办结的事项"
                            ),
                        ),
                        (
                            "outside",
                            models.CharField(
                                blank=True, default="", max_length=120, verbose_name="系统外的责任单位"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "待办",
                        "verbose_name_plural": "待办",
                        "ordering": (models.OrderBy(models.F("due"), nulls_last=True), "event_on", "pk"),
                        "indexes": [
                            models.Index(
                                fields=["target_model", "target_id", "kind"],
                                name="duties_duty_target__ab3d3b_idx",
                            ),
                            models.Index(
                                condition=models.Q(("done_at", None)),
                                fields=["person", "due"],
                                name="duty_open_of_person",
                            ),
                            models.Index(
                                condition=models.Q(("done_at", None)),
                                fields=["authority", "role", "due"],
                                name="duty_open_of_unit",
                            ),
                            models.Index(
                                condition=models.Q(("done_at", None)),
                                fields=["holder_party", "due"],
                                name="duty_open_of_party",
                            ),
                        ],
                        "constraints": [],
                    },
                ),
            ],
        ),
    ]
