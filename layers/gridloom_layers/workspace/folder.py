"""The store in a folder: GeoPackages for layers, Parquet for records, one manifest."""

from __future__ import annotations

import datetime as dt
import errno
import json
import shutil
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import tr, tr_n
from gridloom_layers.notices import tell
from gridloom_layers.workspace.files import append_line, replace_text
from gridloom_layers.workspace.formats import known_format, span_in, upgraded
from gridloom_layers.workspace.holding import Commit, Hold, changed_meanwhile, commit_of, restored
from gridloom_layers.workspace.manifest import FORMAT, LOG, MANIFEST, Manifest
from gridloom_layers.workspace.readers import Reader
from gridloom_layers.workspace.reading import FolderReading
from gridloom_layers.workspace.seal import is_whole, sealed_text
from gridloom_layers.workspace.sweeping import sweep
from gridloom_layers.workspace.views import forget_picture

if TYPE_CHECKING:  # who only reads does without what writes
    from gridloom_layers.workspace.change import FolderChange

LOCK = "writer.lock"
LOCK_SECONDS = 10.0


def create_workspace(path: Path, crs: str, data_date: dt.date) -> FolderStore:
    """Make an empty workspace folder; refuse a path that exists."""
    if path.exists():
        raise BadInput(
            "already-exists",
            tr("“{path}” is already there.", path=path.name),
            Where(file=str(path)),
            tr("Choose another name, or remove it first."),
        )
    manifest = Manifest(crs=projected(crs), data_date=data_date)
    staging = path.with_name(f".{path.name}.{uuid.uuid4().hex}")
    try:
        staging.mkdir(parents=True)
        replace_text(staging / MANIFEST, sealed_text(manifest))
        staging.rename(path)  # whole or not at all
    except OSError as error:
        shutil.rmtree(staging, ignore_errors=True)
        raise _unwritable(path, error) from error
    return FolderStore(path, manifest)


def projected(crs: str) -> str:
    """Return ``crs`` in a canonical form; refuse one that is unknown or not in metres."""
    from pyproj import CRS
    from pyproj.exceptions import CRSError

    try:
        parsed = CRS.from_user_input(crs)
    except CRSError as error:
        raise BadInput(
            "unknown-crs",
            tr("“{crs}” is not a coordinate reference system that is known.", crs=crs),
            hint=tr("Give an EPSG code such as EPSG:4547, or a PROJ string."),
        ) from error
    if not parsed.is_projected:
        raise BadInput(
            "geographic-crs",
            tr("“{crs}” is in degrees; a workspace needs distances and areas.", crs=crs),
            hint=tr("Give a projected system, such as EPSG:4547 for Shenzhen."),
        )
    if {axis.unit_conversion_factor for axis in parsed.axis_info[:2]} != {1.0}:
        raise BadInput(
            "crs-not-in-metres",
            tr("“{crs}” is not in metres; a workspace needs distances and areas.", crs=crs),
            hint=tr("Give a projected system, such as EPSG:4547 for Shenzhen."),
        )
    authority = parsed.to_authority()
    return ":".join(authority) if authority else parsed.to_wkt()


def open_workspace(path: Path) -> FolderStore:
    """Open a workspace; raise ``BadInput`` where ``path`` is none or is damaged."""
    return FolderStore(path, _read_manifest(path))


def _read_manifest(path: Path) -> Manifest:
    where = Where(file=str(path))
    try:
        text = (path / MANIFEST).read_text(encoding="utf-8")
        document = json.loads(text)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise BadInput(
            "no-workspace",
            tr("“{path}” is not a Gridloom workspace.", path=path.name),
            where,
            tr("Make one with “gridloom create”, or give the path of one."),
        ) from error
    except PermissionError as error:
        raise BadInput(
            "no-permission",
            tr("There is no permission to read “{file}”.", file=path.name),
            where,
            tr("Ask its owner for the right to read it."),
        ) from error
    except (OSError, ValueError) as error:
        raise _broken(path) from error
    if not known_format(document, path) or not is_whole(text):
        raise _broken(path)
    try:
        return Manifest.model_validate(upgraded(document, span_in(path)))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise _broken(path) from error


def _broken(path: Path) -> BadInput:
    return BadInput(
        "broken-workspace",
        tr("The manifest of the workspace “{path}” cannot be read.", path=path.name),
        Where(file=str(path / MANIFEST)),
        tr("Restore the workspace from a backup; its data files are untouched."),
    )


NO_ROOM = (errno.ENOSPC, errno.EFBIG, errno.EIO, getattr(errno, "EDQUOT", errno.ENOSPC))
"""What the disk refuses, whoever asks."""


def _unwritable(path: Path, error: OSError) -> BadInput | OSError:
    """Return the refusal to write to a workspace; ``error`` itself where the disk refuses."""
    if error.errno in NO_ROOM:
        return error
    return BadInput(
        "no-permission",
        tr("There is no permission to write to “{path}”.", path=str(path)),
        Where(file=str(path)),
        tr("Choose a folder of your own, or ask for the right to write there."),
    )


class FolderStore(FolderReading):
    """A workspace folder at one commit. Reads see that commit until :meth:`refresh`."""

    def _adopt(self, manifest: Manifest) -> None:
        """Read at a commit: mark it, and move on where a newer one came before the mark."""
        self._reader = Reader(self.path / "readers", manifest.sequence)
        while (newest := _read_manifest(self.path)).sequence != manifest.sequence:
            self._reader.release()
            manifest = newest
            self._reader = Reader(self.path / "readers", manifest.sequence)
        super()._adopt(manifest)

    def refresh(self) -> bool:
        """Move on to the newest commit; return whether there was a newer one."""
        newest = _read_manifest(self.path)
        if newest.sequence == self.manifest.sequence:
            return False
        self.close()
        self._adopt(newest)
        return True

    def close(self) -> None:
        """Let go of the files."""
        self._reader.release()
        super().close()

    @contextmanager
    def change(self) -> Iterator[FolderChange]:
        """Open a change; one at a time over all processes. Nothing is kept if it raises."""
        with self._writing():
            if self.manifest.format < FORMAT:
                from gridloom_layers.workspace.migrating import ACT, migrate

                self.log(ACT, migrate(self, self.commit))
            with self.commit() as change:
                yield change

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Be the only one who writes, at the newest commit."""
        try:
            lock = FileLock(self.path / LOCK)
            lock.acquire(timeout=LOCK_SECONDS)
        except Timeout as error:
            raise BadInput(
                "workspace-busy",
                tr("Another process is changing the workspace “{name}”.", name=self.name),
                Where(file=str(self.path)),
                tr("Wait until it is done and try again."),
            ) from error
        except OSError as error:
            raise _unwritable(self.path, error) from error
        try:
            self.refresh()
            yield
        except PermissionError as error:
            raise _unwritable(self.path, error) from error
        finally:
            lock.release()

    @contextmanager
    def commit(self) -> Iterator[FolderChange]:
        """Make one commit; only for who holds the lock of the writer."""
        from gridloom_layers.workspace.change import FolderChange

        change = FolderChange(self.path, self.manifest, self.seal)
        try:
            yield change
            self._publish(change.publish)
            self._log_noted(change)
        finally:
            change.discard()

    def _log_noted(self, change: FolderChange) -> None:
        """Log what a change noted; it is done, so a log that cannot be written is no fault."""
        with suppress(BadInput):
            for act, details in change.noted:
                self.log(act, {**details, "commit": self.sequence})

    def _publish(self, make: Callable[[], Manifest]) -> None:
        """Make a manifest current; where the disk refuses that, none of its files stays."""
        try:
            manifest = make()
            replace_text(self.path / MANIFEST, sealed_text(manifest))
        except OSError:
            sweep(self.path, _read_manifest(self.path))  # the new one, if it could be renamed
            raise
        self.close()
        self._adopt(manifest)
        forget_picture(self.path)
        self._derived.sweep(sweep(self.path, manifest))

    @property
    def at_commit(self) -> Commit:
        """The commit that is read."""
        return commit_of(self.manifest)

    def hold(self) -> Hold:
        """Keep the commit that is read, to be restored later."""
        return Hold(self.path, self.manifest)

    def restore(self, hold: Hold, after: Commit, act: str, what: str) -> None:
        """Make a held commit current again, as a new one; ``after`` is what is to be undone.

        The log keeps what was done and says that it was undone: an ``act`` (``undo``, ``redo``)
        on ``what``, a title without personal text. Raises ``BadInput``, with nothing changed,
        where another process has committed since ``after``, and as :func:`restored` does.
        """
        with self._writing():
            if self.at_commit.content != after.content:
                raise changed_meanwhile(self.path)
            self._publish(lambda: restored(self.path, hold, self.manifest))
        self.log(act, {"what": what, "commit": self.sequence, "as_of": hold.commit.sequence})

    def log(self, act: str, details: Mapping[str, object]) -> None:
        """Append an act to the workspace's log, durably, with the time of the clock (UTC)."""
        now = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
        try:
            append_line(
                self.path / LOG,
                json.dumps({"at": now, "act": act, **details}, ensure_ascii=False, default=str),
            )
        except OSError as error:
            raise _unwritable(self.path, error) from error

    def acts(self) -> list[dict[str, object]]:
        """Return the acts in the log, oldest first; a line torn by a crash is left out."""
        if not (self.path / LOG).exists():
            return []
        found = []
        for line in (self.path / LOG).read_text(encoding="utf-8").splitlines():
            try:
                found.append(json.loads(line))
            except ValueError:
                continue
        return found

    def problems(self) -> list[str]:
        """Check the integrity of every file; return what is wrong, a line each.

        A damaged derived file is no problem: it is removed, told of, and made again when needed.
        """
        from gridloom_layers.workspace.integrity import problems

        removed = self._derived.mend()
        if removed:
            tell(tr_n("{count} index or kept answer of “{city}” was damaged and is removed; it "
                      "will be made again.",
                      "{count} indexes or kept answers of “{city}” were damaged and are removed; "
                      "they will be made again.", removed, city=self.name))  # fmt: skip
        return problems(self.path, self.manifest)
