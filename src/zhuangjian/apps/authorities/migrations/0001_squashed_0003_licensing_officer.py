"""What a fresh database begins with; databases of before went by the migrations it replaces."""

import django.db.models.deletion
from zhuangjian.apps.conduct.migrating import CreateModels
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("authorities", "0001_initial"),
        ("authorities", "0002_authority_words"),
        ("authorities", "0003_licensing_officer"),
    ]

    initial = True

    dependencies = []

    operations = [
        CreateModels(
            operations=[
                migrations.CreateModel(
                    name="Authority",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=120, unique=True, verbose_name="名称")),
                        ("short_name", models.CharField(max_length=40, verbose_name="简称")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("national", "国家药品监督管理局"),
                                    ("municipal", "省级药品监督管理部门"),
                                    ("inspection_bureau", "直属检查局"),
                                    ("inspection_institution", "审评（检查）机构"),
                                    ("district", "市县（区）药品监督管理部门"),
                                ],
                                max_length=30,
                                verbose_name="类别",
                            ),
                        ),
                        ("region_code", models.CharField(max_length=6, verbose_name="行政区划代码")),
                        ("is_active", models.BooleanField(default=True, verbose_name="在用")),
                        ("version", models.PositiveIntegerField(default=0, verbose_name="版本")),
                        (
                            "parent",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="children",
                                to="authorities.authority",
                                verbose_name="上级单位",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "监管机构",
                        "verbose_name_plural": "监管机构",
                        "ordering": ("region_code", "kind", "name"),
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="Person",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("password", models.CharField(max_length=128, verbose_name="password")),
                        (
                            "last_login",
                            models.DateTimeField(blank=True, null=True, verbose_name="last login"),
                        ),
                        ("username", models.CharField(max_length=60, unique=True, verbose_name="登录名")),
                        ("name", models.CharField(max_length=60, verbose_name="姓名")),
                        ("phone", models.CharField(blank=True, max_length=40, verbose_name="电话")),
                        ("is_active", models.BooleanField(default=True, verbose_name="在用")),
                        (
                            "must_change_password",
                            models.BooleanField(default=False, verbose_name="首次登录须改密码"),
                        ),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="建立时间")),
                        ("version", models.PositiveIntegerField(default=0, verbose_name="版本")),
                        (
                            "authority",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="people",
                                to="authorities.authority",
                                verbose_name="所在单位",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "人员",
                        "verbose_name_plural": "人员",
                        "ordering": ("authority", "username"),
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="PersonRole",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "role",
                            models.CharField(
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
                                verbose_name="角色",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="role_rows",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="人员",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "人员角色",
                        "verbose_name_plural": "人员角色",
                        "constraints": [
                            models.UniqueConstraint(fields=("person", "role"), name="person_role_once")
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="Credential",
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
                                choices=[("enforcement", "行政执法证"), ("inspector", "化妆品检查员证")],
                                max_length=20,
                                verbose_name="证件类别",
                            ),
                        ),
                        ("number", models.CharField(max_length=40, verbose_name="证件号")),
                        ("valid_from", models.DateField(verbose_name="有效期起")),
                        ("valid_to", models.DateField(verbose_name="有效期止")),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="credentials",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="人员",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "执法与检查员证件",
                        "verbose_name_plural": "执法与检查员证件",
                        "constraints": [
                            models.UniqueConstraint(fields=("kind", "number"), name="credential_number_once")
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="Expertise",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("field", models.CharField(max_length=40, verbose_name="专长")),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="expertise",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="人员",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "专长",
                        "verbose_name_plural": "专长",
                        "constraints": [
                            models.UniqueConstraint(fields=("person", "field"), name="expertise_once")
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="Interest",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "credit_code",
                            models.CharField(db_index=True, max_length=18, verbose_name="统一社会信用代码"),
                        ),
                        ("party_name", models.CharField(blank=True, max_length=120, verbose_name="单位名称")),
                        (
                            "relation",
                            models.CharField(
                                choices=[
                                    ("same_employer", "现任职于该单位"),
                                    ("past_employment", "曾任职于该单位"),
                                    ("relative", "近亲属任职或持股"),
                                    ("shareholding", "持股"),
                                    ("other", "其他利害关系"),
                                ],
                                max_length=20,
                                verbose_name="关系",
                            ),
                        ),
                        ("detail", models.CharField(blank=True, max_length=200, verbose_name="说明")),
                        ("declared_at", models.DateField(verbose_name="申报日期")),
                        ("ended_on", models.DateField(blank=True, null=True, verbose_name="终止日期")),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="interests",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="人员",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "利害关系申报",
                        "verbose_name_plural": "利害关系申报",
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="ApiToken",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=60, verbose_name="用途")),
                        ("prefix", models.CharField(max_length=12, verbose_name="前缀")),
                        ("digest", models.CharField(max_length=64, unique=True, verbose_name="摘要")),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="建立时间")),
                        ("expires_at", models.DateTimeField(verbose_name="失效时间")),
                        ("last_used_at", models.DateTimeField(null=True, verbose_name="最近使用")),
                        ("revoked_at", models.DateTimeField(null=True, verbose_name="撤销时间")),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="tokens",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="人员",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "访问令牌",
                        "verbose_name_plural": "访问令牌",
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="SignInEvent",
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
                                    ("signed_in", "登录"),
                                    ("failed", "登录失败"),
                                    ("locked", "锁定"),
                                    ("second_factor_failed", "动态口令错误"),
                                    ("signed_out", "退出"),
                                ],
                                max_length=30,
                                verbose_name="情形",
                            ),
                        ),
                        ("at", models.DateTimeField(auto_now_add=True, verbose_name="时间")),
                        ("address", models.GenericIPAddressField(null=True, verbose_name="网络地址")),
                        ("agent", models.CharField(blank=True, max_length=200, verbose_name="浏览器")),
                        (
                            "person",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="sign_ins",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="人员",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "登录记录",
                        "verbose_name_plural": "登录记录",
                        "ordering": ("-at", "-pk"),
                        "indexes": [models.Index(fields=["person", "-at"], name="sign_in_of_person")],
                        "constraints": [],
                    },
                ),
            ],
        ),
    ]
