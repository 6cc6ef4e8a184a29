import os

from analytics.management.watched_folder import QUIET_S, WatchedFolder


def test_a_file_that_grows_is_given_when_it_has_been_quiet_and_once(tmp_path):
    watched = WatchedFolder(tmp_path)
    ride = tmp_path / "ride.fit"

    ride.write_bytes(b"half")
    assert watched.quiet_files(now_s=0.0) == []
    ride.write_bytes(b"half and half")
    assert watched.quiet_files(now_s=QUIET_S) == []
    assert watched.quiet_files(now_s=2 * QUIET_S - 0.1) == []
    assert watched.quiet_files(now_s=2 * QUIET_S) == [ride]
    assert watched.quiet_files(now_s=3 * QUIET_S) == []


def test_a_file_written_again_later_is_given_again(tmp_path):
    watched = WatchedFolder(tmp_path)
    ride = tmp_path / "sub" / "ride.fit"
    ride.parent.mkdir()
    ride.write_bytes(b"one")
    watched.quiet_files(now_s=0.0)
    assert watched.quiet_files(now_s=QUIET_S) == [ride]

    ride.write_bytes(b"two")
    os.utime(ride, ns=(1, 1))

    assert watched.quiet_files(now_s=20.0) == []
    assert watched.quiet_files(now_s=20.0 + QUIET_S) == [ride]


def test_folders_and_hidden_files_are_left_alone(tmp_path):
    (tmp_path / ".sync.tmp").write_bytes(b"part")
    (tmp_path / "folder").mkdir()
    watched = WatchedFolder(tmp_path)

    watched.quiet_files(now_s=0.0)

    assert watched.quiet_files(now_s=QUIET_S) == []
