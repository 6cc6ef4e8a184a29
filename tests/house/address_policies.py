"""Who may read and who may write at each address: a row for every name of the URLconf.

The permission matrix (tests/access) visits each address as each person and holds it to its row. To
add an address, add one line with the policy that fits; write a new policy only if none does. An
address parameter that is new gets its value in tests/access/world.py.
"""

from dataclasses import dataclass, field

ANONYMOUS = "anonymous"
COACH = "coach of the team"
FOREIGN = "coach of another team"
STAFF = "staff"
OPERATOR = "operator"
AUDITOR = "auditor"
SUPERUSER = "superuser"
EVERYBODY = frozenset({ANONYMOUS, COACH, FOREIGN, STAFF, OPERATOR, AUDITOR, SUPERUSER})
SIGNED_IN = EVERYBODY - {ANONYMOUS}
MANAGERS = frozenset({STAFF, SUPERUSER})
READERS = MANAGERS | {AUDITOR}
OPERATORS = frozenset({OPERATOR, SUPERUSER})
NOBODY: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Policy:
    """Who gets an answer; all others are sent to sign in, or get 403, 404 or 405."""

    read: frozenset[str]
    write: frozenset[str] = field(default=NOBODY)


PUBLIC = Policy(EVERYBODY, EVERYBODY)
OWN_ACCOUNT = Policy(SIGNED_IN, SIGNED_IN)  # changes nothing but the user's own
OWN_LIST = Policy(SIGNED_IN)  # everybody's page, each with what is theirs
OWN_LIST_WITH_FORM = Policy(SIGNED_IN, SIGNED_IN - {AUDITOR})
TEAM_PAGE = Policy(READERS | {COACH})
TEAM_ACT = Policy(NOBODY, MANAGERS | {COACH})  # POST only
OWNERS_ACT = Policy(NOBODY, frozenset({COACH}))  # the coach's own, not even the staff's
TEAM_FORM = Policy(READERS | {COACH}, MANAGERS | {COACH})
MANAGERS_FORM = Policy(MANAGERS, MANAGERS)
OPERATORS_FORM = Policy(OPERATORS, OPERATORS)
ROLES_PAGE = Policy(READERS | OPERATORS, MANAGERS | OPERATORS)  # of the admin, about nobody

POLICIES: dict[str, Policy] = {
    "sign-in": PUBLIC,
    "sign-out": PUBLIC,
    "account_login": PUBLIC,
    "account_logout": PUBLIC,
    "account_inactive": PUBLIC,
    "account_signup": PUBLIC,
    "account_email_verification_sent": PUBLIC,
    "account_confirm_login_code": PUBLIC,
    "account_confirm_email": PUBLIC,
    "account_reset_password": PUBLIC,
    "account_reset_password_done": PUBLIC,
    "account_reset_password_from_key": PUBLIC,
    "account_reset_password_from_key_done": PUBLIC,
    "mfa_authenticate": PUBLIC,
    "account_reauthenticate": OWN_ACCOUNT,
    "account_email": OWN_ACCOUNT,
    "account_change_password": OWN_ACCOUNT,
    "account_set_password": OWN_ACCOUNT,
    "mfa_index": OWN_ACCOUNT,
    "mfa_reauthenticate": OWN_ACCOUNT,
    "mfa_view_recovery_codes": OWN_ACCOUNT,
    "mfa_generate_recovery_codes": OWN_ACCOUNT,
    "mfa_download_recovery_codes": OWN_ACCOUNT,
    "mfa_activate_totp": OWN_ACCOUNT,
    "mfa_deactivate_totp": OWN_ACCOUNT,
    "usersessions_list": OWN_ACCOUNT,
    "analytics:invitation": Policy(EVERYBODY, EVERYBODY - {AUDITOR}),  # whoever holds the link
    "admin:invite-coach": MANAGERS_FORM,
    "analytics:today": OWN_LIST,
    "analytics:agenda-dismiss": TEAM_ACT,
    "analytics:agenda-done": TEAM_ACT,
    "analytics:agenda-undo": TEAM_ACT,
    "analytics:roster": OWN_LIST,
    "analytics:roster-csv": OWN_LIST,
    "analytics:preferences": OWN_ACCOUNT,
    "analytics:keyboard": OWN_LIST,
    "analytics:search": OWN_LIST,
    "analytics:compare": OWN_LIST,
    "analytics:athlete-detail": TEAM_PAGE,
    "analytics:athlete-load": TEAM_PAGE,
    "analytics:athlete-curves": TEAM_PAGE,
    "analytics:athlete-bests": TEAM_PAGE,
    "analytics:athlete-volume": TEAM_PAGE,
    "analytics:athlete-calendar": TEAM_PAGE,
    "analytics:upload": TEAM_FORM,
    "analytics:import-start": TEAM_ACT,
    "analytics:import-list": OWN_LIST,
    "analytics:import-detail": TEAM_PAGE,
    "analytics:import-progress": TEAM_PAGE,
    "analytics:import-add": TEAM_ACT,
    "analytics:import-step": TEAM_ACT,
    "analytics:recording-detail": TEAM_PAGE,
    "analytics:recording-progress": TEAM_PAGE,
    "analytics:recording-row": TEAM_PAGE,
    "analytics:recording-analyse": TEAM_ACT,
    "analytics:session-detail": TEAM_PAGE,
    "analytics:session-stream": TEAM_PAGE,
    "analytics:session-patch": TEAM_ACT,
    "analytics:session-part": TEAM_ACT,
    "analytics:session-prefer": TEAM_ACT,
    "analytics:session-intervals": TEAM_FORM,
    "analytics:session-undo": TEAM_ACT,
    "analytics:session-stimulus": TEAM_ACT,
    "analytics:athlete-records": TEAM_PAGE,
    "analytics:case-decide": TEAM_ACT,
    "analytics:cut-undo": TEAM_ACT,
    "analytics:session-same": TEAM_PAGE,
    "analytics:athlete-proposals": TEAM_FORM,
    "analytics:proposal-accept": TEAM_ACT,
    "analytics:proposal-refuse": TEAM_ACT,
    "analytics:proposal-undo": TEAM_ACT,
    "analytics:token-list": OWN_LIST_WITH_FORM,
    "analytics:token-revoke": OWNERS_ACT,
    "analytics:token-upload": Policy(NOBODY),  # a token opens it, never a session
    "summaries:review-queue": OWN_LIST,
    "summaries:batches": OWN_LIST_WITH_FORM,
    "summaries:batch": Policy(READERS | {COACH, OPERATOR}),
    "summaries:batch-step": Policy(NOBODY, MANAGERS | {COACH, OPERATOR}),
    "summaries:review": TEAM_FORM,
    "summaries:approve": TEAM_ACT,
    "admin:analytics_sourcesync_run": Policy(NOBODY, OPERATORS),
    "summaries:session-summary": TEAM_PAGE,
    "summaries:write-again": TEAM_ACT,
    "summaries:voice": OWN_LIST_WITH_FORM,
    "summaries:voice-rule": OWNERS_ACT,
    "queue": OPERATORS_FORM,
    "sign-ins": Policy(READERS, MANAGERS),
    "admin:providers": Policy(READERS | OPERATORS, OPERATORS),
    "admin:athlete-bulk": MANAGERS_FORM,
    "admin:athlete-bulk-export": Policy(NOBODY, MANAGERS),
    "admin:athlete-merge": MANAGERS_FORM,
    "admin:athlete-export": MANAGERS_FORM,
    "admin:athlete-erase": MANAGERS_FORM,
    "admin:index": ROLES_PAGE,
    "admin:login": Policy(EVERYBODY - {COACH, FOREIGN}, EVERYBODY - {COACH, FOREIGN}),
    "admin:logout": PUBLIC,
    "admin:password_change": ROLES_PAGE,
    "admin:password_change_done": ROLES_PAGE,
    "admin:autocomplete": Policy(READERS),
    "admin:jsi18n": ROLES_PAGE,
    "admin:view_on_site": ROLES_PAGE,
    "admin:app_list": ROLES_PAGE,
}


@dataclass(frozen=True, slots=True)
class AdminPolicy:
    """What each role may do with the rows of one model in the admin."""

    view: frozenset[str]
    add: frozenset[str] = field(default=NOBODY)
    change: frozenset[str] = field(default=NOBODY)
    delete: frozenset[str] = field(default=NOBODY)


LOOKED_AT = AdminPolicy(view=READERS)
ONLY_SUPERUSER = frozenset({SUPERUSER})

ADMIN_POLICIES: dict[str, AdminPolicy] = {
    "analytics.team": AdminPolicy(READERS, MANAGERS, MANAGERS, MANAGERS),
    "analytics.athlete": AdminPolicy(READERS, MANAGERS, MANAGERS),
    "analytics.auditentry": LOOKED_AT,
    "analytics.invitation": LOOKED_AT,
    "analytics.recording": LOOKED_AT,
    "analytics.session": LOOKED_AT,
    "summaries.summary": LOOKED_AT,
    "summaries.teamtexts": AdminPolicy(READERS | OPERATORS, OPERATORS, OPERATORS, ONLY_SUPERUSER),
    "analytics.sourcesync": AdminPolicy(READERS | OPERATORS),
    "analytics.sourcelink": AdminPolicy(READERS | OPERATORS),
    "auth.user": AdminPolicy(READERS, change=MANAGERS),
    "auth.group": AdminPolicy(ONLY_SUPERUSER | {AUDITOR}),
}
