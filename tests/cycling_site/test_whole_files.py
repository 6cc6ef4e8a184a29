import errno

import pytest
from django.core.files.base import ContentFile, File

from cycling_site.whole_files import WholeFiles


class DiskFull(File[bytes]):
    """A file whose second half finds no room."""

    def __init__(self) -> None:
        super().__init__(None)

    def chunks(self, chunk_size=None):
        yield b"half of it"
        raise OSError(errno.ENOSPC, "No space left on device")


def test_what_is_saved_is_there_whole(tmp_path):
    storage = WholeFiles(location=tmp_path)

    name = storage.save("7/ab.gz", ContentFile(b"bytes"))

    assert name == "7/ab.gz"
    assert (tmp_path / name).read_bytes() == b"bytes"
    assert [path.name for path in (tmp_path / "7").iterdir()] == ["ab.gz"]


def test_a_full_disk_leaves_nothing(tmp_path):
    storage = WholeFiles(location=tmp_path)

    with pytest.raises(OSError, match="No space"):
        storage.save("7/ab.gz", DiskFull())

    assert list((tmp_path / "7").iterdir()) == []


def test_a_second_file_of_the_name_gets_another(tmp_path):
    storage = WholeFiles(location=tmp_path)
    storage.save("a", ContentFile(b"1"))

    assert storage.save("a", ContentFile(b"2")) != "a"
