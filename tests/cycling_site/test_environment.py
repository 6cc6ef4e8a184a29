import pytest
from django.core.exceptions import ImproperlyConfigured

from cycling_site.environment import Environment


@pytest.fixture
def env():
    return Environment()


@pytest.mark.parametrize(
    ("text", "read", "sentence"),
    (
        ("many", lambda env: env.int("KNOB", default=1), "KNOB is 'many', which is not a whole"),
        ("-1", lambda env: env.int("KNOB", default=1), "KNOB is -1; it must be at least 0."),
        ("7", lambda env: env.int("KNOB", default=1, at_most=6), "it must be at most 6."),
        ("soon", lambda env: env.float("KNOB", default=1), "KNOB is 'soon', which is not a number"),
        ("nan", lambda env: env.float("KNOB", default=1), "KNOB is nan; it must be a number above"),
        ("ture", lambda env: env.bool("KNOB", default=False), "KNOB is 'ture', which is not true"),
        ("x", lambda env: env.str("KNOB", default="a", choices=("a", "b")), "not one of a, b."),
        ("/dev/null/a", lambda env: env.folder("KNOB", default=""), "KNOB is '/dev/null/a'"),
        ("a, b/c", lambda env: env.list("KNOB", default=(), each=(r"\w", "a")), "'b/c'"),
        ("redis:6379", lambda env: env.address("KNOB", default="", schemes=("redis",)), "KNOB"),
        ("postgres://me:secret@db/x", lambda env: env.db("KNOB", default=""), "KNOB must be"),
        ("mysql://me:secret@db:port/x", lambda env: env.db("KNOB", default=""), "KNOB is no addr"),
    ),
)
def test_a_value_that_cannot_be_read_is_named_in_one_sentence(
    env, monkeypatch, text, read, sentence
):
    monkeypatch.setenv("KNOB", text)

    with pytest.raises(ImproperlyConfigured) as refusal:
        read(env)

    assert sentence in str(refusal.value)
    assert "secret" not in str(refusal.value)
    assert str(refusal.value).endswith(".")


@pytest.mark.parametrize(
    ("text", "value"), (("on", True), ("TRUE", True), ("0", False), ("", False))
)
def test_yes_and_no_have_several_spellings(env, monkeypatch, text, value):
    monkeypatch.setenv("KNOB", text)

    assert env.bool("KNOB", default=not value) is value


def test_what_is_not_set_is_the_default(env, monkeypatch):
    monkeypatch.delenv("KNOB", raising=False)

    assert env.int("KNOB", default=3) == 3
    assert env.float("KNOB", default=0.5) == 0.5
    assert env.bool("KNOB", default=True) is True
    assert env.list("KNOB", default=["a", "b"], each=(".", "a")) == ["a", "b"]
    assert env.str("KNOB", default="x") == "x"


def test_names_are_parted_by_commas(env, monkeypatch):
    monkeypatch.setenv("KNOB", "a.example, b.example,")

    names = env.list("KNOB", default=[], each=(r"\w\.example", "a.example"))

    assert names == ["a.example", "b.example"]


def test_a_folder_is_made(env, monkeypatch, tmp_path):
    monkeypatch.setenv("KNOB", str(tmp_path / "a" / "b"))

    assert env.folder("KNOB", default="").is_dir()


def test_a_key_may_hold_any_character(env, monkeypatch):
    monkeypatch.setenv("KNOB", "$ecret#{}")

    assert env.str("KNOB", default="") == "$ecret#{}"
