package drill

import (
	"encoding/binary"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// revive is what happens to a program that was killed: it is dropped, what lies
// on the disk is copied as it is, and another is started on the copy.
func (w *world) revive() error {
	w.dead = true
	w.score.Kills++
	old := w.node
	w.node = nil
	if err := w.moveData(); err != nil {
		return err
	}
	_ = old.Close() // it may only let go; whatever it still writes, it writes into what was left behind
	w.log.add(w.now, "killed")
	return w.open()
}

// moveData goes on with a copy of the data.
func (w *world) moveData() error {
	from := w.dir
	w.dir = filepath.Join(filepath.Dir(from), fmt.Sprint(w.gen))
	err := filepath.WalkDir(from, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		to := filepath.Join(w.dir, rel)
		if d.IsDir() {
			return os.MkdirAll(to, 0o700)
		}
		return copyFile(path, to)
	})
	if err != nil {
		return err
	}
	if w.faults.tear {
		w.faults.tear = false
		if err := tear(w.dir); err != nil {
			return err
		}
	}
	w.score.Opened++
	return os.RemoveAll(from)
}

func copyFile(from, to string) (err error) {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close() //nolint:errcheck // only read
	out, err := os.OpenFile(to, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	if cerr := out.Close(); err == nil {
		err = cerr
	}
	return err
}

// Where things stand in a bbolt file: two meta pages at its beginning, each with
// the number of the transaction that wrote it.
const (
	pageSizeAt = 16 + 8
	txidAt     = 16 + 48
	metaEnd    = 16 + 64
)

// tear damages the meta page of the last commit, as a crash in the middle of
// writing it would: the file then is what it was one commit before. Only for a
// commit of which nobody was told that it was made.
func tear(dir string) error {
	return filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".db") {
			return err
		}
		f, err := os.OpenFile(path, os.O_RDWR, 0o600)
		if err != nil {
			return err
		}
		defer f.Close() //nolint:errcheck // the write below says what went wrong
		head := make([]byte, metaEnd)
		if _, err := f.ReadAt(head, 0); err != nil {
			return err
		}
		size := int64(binary.LittleEndian.Uint32(head[pageSizeAt:]))
		second := make([]byte, metaEnd)
		if _, err := f.ReadAt(second, size); err != nil {
			return err
		}
		at := int64(txidAt)
		if binary.LittleEndian.Uint64(second[txidAt:]) > binary.LittleEndian.Uint64(head[txidAt:]) {
			at += size
		}
		_, err = f.WriteAt([]byte{0xde, 0xad, 0xbe, 0xef}, at)
		return err
	})
}
