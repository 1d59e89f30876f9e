package store

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// purpose says what a key of the day seals; each has its own retention.
type purpose uint32

const (
	forInbox purpose = iota
	forQuarantine
	forPhotos
	forNotes // voice notes and files: what nobody can mask
	nPurposes
)

var purposeNames = [nPurposes]string{"inbox", "quarantine", "photos", "notes"}

// dayKeys are the keys of the days, one small file each beside the data file,
// wrapped by the key file. Destroying one makes what it sealed unreadable in
// the data file's freed pages, in old copies of it and everywhere else.
type dayKeys struct {
	dir  string
	file *box
	rand io.Reader
	sync bool

	last  [nPurposes]atomic.Pointer[box] // the one in use, read without the lock
	mu    sync.Mutex
	boxes map[uint32]*box
}

func dayOf(t time.Time) uint32 { return uint32(t.Unix() / 86400) }

// keyID numbers the keys. The first two purposes came first; the next two have
// the highest bit set, so that the numbers in what is sealed already still hold.
func keyID(p purpose, day uint32) uint32 { return uint32(p>>1)<<31 | day<<1 | uint32(p&1) }

func dayOfKey(id uint32) (p purpose, day uint32) { return purpose(id>>31<<1 | id&1), id << 1 >> 2 }

func (d *dayKeys) path(id uint32) string {
	p, day := dayOfKey(id)
	return filepath.Join(d.dir, purposeNames[p]+"-"+time.Unix(int64(day)*86400, 0).UTC().Format(time.DateOnly))
}

// current gives the key of the day, making it at its first use.
func (d *dayKeys) current(p purpose, now time.Time) (*box, error) {
	id := keyID(p, dayOf(now))
	if b := d.last[p].Load(); b != nil && b.id == id {
		return b, nil
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	b, err := d.load(id)
	if errors.Is(err, fs.ErrNotExist) {
		b, err = d.create(id)
	}
	if err != nil {
		return nil, err
	}
	d.last[p].Store(b)
	return b, nil
}

// find gives the key of that number, nil when it is not there.
func (d *dayKeys) find(id uint32) *box {
	d.mu.Lock()
	defer d.mu.Unlock()
	b, err := d.load(id)
	if err != nil {
		return nil
	}
	return b
}

func (d *dayKeys) load(id uint32) (*box, error) {
	if b := d.boxes[id]; b != nil {
		return b, nil
	}
	path := d.path(id)
	wrapped, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("store: key of the day: %w", err)
	}
	key, err := unseal(func(uint32) *box { return d.file }, "day_key", []byte(filepath.Base(path)), wrapped)
	if err != nil {
		return nil, fmt.Errorf("store: key of the day %s: %w", path, err)
	}
	return d.keep(id, key)
}

func (d *dayKeys) create(id uint32) (*box, error) {
	if err := os.MkdirAll(d.dir, 0o700); err != nil {
		return nil, fmt.Errorf("store: keys of the days: %w", err)
	}
	key := make([]byte, keySize)
	if _, err := io.ReadFull(d.rand, key); err != nil {
		return nil, fmt.Errorf("store: random bytes: %w", err)
	}
	path := d.path(id)
	wrapped, err := d.file.seal(d.rand, "day_key", []byte(filepath.Base(path)), key, 0)
	if err != nil {
		return nil, err
	}
	if err := writeFile(path, wrapped, d.sync); err != nil {
		return nil, fmt.Errorf("store: key of the day: %w", err)
	}
	if d.sync {
		if err := syncDir(filepath.Dir(d.dir)); err != nil {
			return nil, fmt.Errorf("store: keys of the days: %w", err)
		}
	}
	return d.keep(id, key)
}

func (d *dayKeys) keep(id uint32, key []byte) (*box, error) {
	b, err := newBox(id, key)
	if err == nil {
		d.boxes[id] = b
	}
	return b, err
}

// expired lists the keys of purpose p older than the retention, oldest first.
func (d *dayKeys) expired(p purpose, now time.Time, days int) ([]uint32, error) {
	files, err := os.ReadDir(d.dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("store: keys of the days: %w", err)
	}
	var ids []uint32
	for _, f := range files {
		name, ok := strings.CutPrefix(f.Name(), purposeNames[p]+"-")
		if !ok {
			continue
		}
		t, err := time.Parse(time.DateOnly, name)
		if err != nil {
			continue // a .tmp of a crash: overwritten at the next try of that day
		}
		if day := dayOf(t); day+uint32(days) < dayOf(now) {
			ids = append(ids, keyID(p, day))
		}
	}
	sort.Slice(ids, func(i, j int) bool { return ids[i] < ids[j] })
	return ids, nil
}

// destroy overwrites, syncs and removes the key.
func (d *dayKeys) destroy(id uint32) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	delete(d.boxes, id)
	for p := range d.last {
		if b := d.last[p].Load(); b != nil && b.id == id {
			d.last[p].Store(nil)
		}
	}
	path := d.path(id)
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return fmt.Errorf("store: destroy key of the day: %w", err)
	}
	_, err = f.Write(make([]byte, sealHead+sealNonce+keySize+16))
	if err == nil && d.sync {
		err = f.Sync()
	}
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err == nil {
		err = os.Remove(path)
	}
	if err == nil && d.sync {
		err = syncDir(d.dir)
	}
	if err != nil {
		return fmt.Errorf("store: destroy key of the day: %w", err)
	}
	return nil
}
