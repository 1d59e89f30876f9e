package store

import (
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"langnghe/bot/chat"
	"langnghe/bot/media"
)

// sealedFile is what a file of media is bound to as associated data, beside its
// name.
const sealedFile = "media_file"

// mediaFiles are the files of media, one for each thing kept, in a folder beside
// the data file, sealed under a key of the day. Their names are keyed hashes.
type mediaFiles struct {
	s   *Store
	dir string

	mu    sync.Mutex // held while a file is made or removed
	bytes int64      // of all files together
	count int
}

func (m *mediaFiles) path(k hkey) string { return filepath.Join(m.dir, hex.EncodeToString(k[:])) }

func (s *Store) mediaKey(id string) hkey { return s.keys.hash.sum("media", id, "") }

// takeStock sums up what is there.
func (m *mediaFiles) takeStock() error {
	return m.each(func(_ hkey, size int64) error {
		m.bytes += size
		m.count++
		return nil
	})
}

// each visits the files, in the order of their names.
func (m *mediaFiles) each(visit func(k hkey, size int64) error) error {
	files, err := os.ReadDir(m.dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("store: media: %w", err)
	}
	for _, f := range files {
		var k hkey
		name := f.Name()
		if n, err := hex.Decode(k[:], []byte(name[:min(len(name), 2*len(k))])); err != nil || n != len(k) || len(name) != 2*len(k) {
			continue // left of a crash, or not ours
		}
		info, err := f.Info()
		if errors.Is(err, fs.ErrNotExist) {
			continue // removed meanwhile
		}
		if err != nil {
			return fmt.Errorf("store: media: %w", err)
		}
		if err := visit(k, info.Size()); err != nil {
			return err
		}
	}
	return nil
}

// PutMedia keeps b under the key of the day; see [bot.MediaStore].
func (s *Store) PutMedia(id string, k media.Kind, b []byte) error {
	if id == "" || len(b) == 0 {
		return errors.New("store: media without an id or without bytes cannot be kept")
	}
	p := forNotes
	if k == media.Photo {
		p = forPhotos
	}
	err := s.media.put(s.mediaKey(id), p, b)
	if err != nil && full(err) {
		err = chat.ErrFull
	}
	if errors.Is(err, chat.ErrFull) {
		s.c.Alert("media_full", "there is no room for photos and files: new ones are refused until there is")
	}
	return err
}

func (m *mediaFiles) put(k hkey, p purpose, b []byte) error {
	c := &m.s.c
	key, err := m.s.days.current(p, c.Now())
	if err != nil {
		return fmt.Errorf("%w: %w", ErrStore, err)
	}
	sealed, err := key.seal(c.Rand, sealedFile, k[:], b, 0)
	if err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	path, was := m.path(k), int64(0)
	if st, err := os.Stat(path); err == nil {
		was = st.Size()
	}
	more := int64(len(sealed)) - was
	if c.MediaMaxSize > 0 && m.bytes+more > c.MediaMaxSize {
		return chat.ErrFull
	}
	if err := m.makeDir(); err != nil {
		return fmt.Errorf("%w: media: %w", ErrStore, err)
	}
	err = writeTemp(path, sealed, !c.NoSync)
	if err == nil {
		err = c.Fault("before_media")
	}
	if err != nil {
		return errors.Join(fmt.Errorf("%w: media: %w", ErrStore, err), os.Remove(path+temp))
	}
	err = publish(path, !c.NoSync)
	if st, serr := os.Stat(path); serr == nil { // what is there counts, also after a failure
		m.bytes += st.Size() - was
		if was == 0 {
			m.count++
		}
	}
	if err == nil {
		err = c.Fault("after_media")
	}
	if err != nil {
		return fmt.Errorf("%w: media: %w", ErrStore, err)
	}
	return nil
}

func (m *mediaFiles) makeDir() error {
	if _, err := os.Stat(m.dir); err == nil {
		return nil
	}
	err := os.MkdirAll(m.dir, 0o700)
	if err == nil && !m.s.c.NoSync {
		err = syncDir(filepath.Dir(m.dir))
	}
	return err
}

// Media gives what was kept; see [bot.MediaStore].
func (s *Store) Media(id string) ([]byte, error) { return s.media.read(s.mediaKey(id)) }

func (m *mediaFiles) read(k hkey) ([]byte, error) {
	b, err := os.ReadFile(m.path(k))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, ErrNoMedia
	}
	if err != nil {
		return nil, fmt.Errorf("%w: media: %w", ErrStore, err)
	}
	plain, err := unseal(m.s.box, sealedFile, k[:], b)
	if err != nil {
		return nil, &CorruptError{Bucket: sealedFile, Key: hex.EncodeToString(k[:]), Err: err}
	}
	return plain, nil
}

// DropMedia removes a file; see [bot.MediaStore].
func (s *Store) DropMedia(id string) error { return s.media.remove(s.mediaKey(id)) }

func (m *mediaFiles) remove(k hkey) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	st, err := os.Stat(m.path(k))
	if err == nil {
		err = os.Remove(m.path(k))
	}
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("%w: media: %w", ErrStore, err)
	}
	m.bytes -= st.Size()
	m.count--
	return nil
}

// removeAll removes the files of records that a commit has settled. One that
// stays, because of an error or a crash, is found by the next sweep.
func (m *mediaFiles) removeAll(keys []hkey) {
	for _, k := range keys {
		if err := m.remove(k); err != nil {
			m.s.c.Log.Error("store: a file of media stays until the next sweep", "err", err)
		}
	}
}

// removeTemps removes what a crash left half written.
func (m *mediaFiles) removeTemps() error {
	m.mu.Lock()
	defer m.mu.Unlock()
	files, err := os.ReadDir(m.dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	for _, f := range files {
		if strings.HasSuffix(f.Name(), temp) && err == nil {
			err = os.Remove(filepath.Join(m.dir, f.Name()))
		}
	}
	if err != nil {
		return fmt.Errorf("store: media: %w", err)
	}
	return nil
}
