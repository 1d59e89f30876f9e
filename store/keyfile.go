package store

import (
	"crypto/hkdf"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// dataKeyID is the number of the data key in sealed values.
const dataKeyID = 1

// keys is what the key file opens.
type keys struct {
	file *box    // the key file itself: wraps the other keys
	data *box    // seals records
	hash *hasher // names records
}

// loadKeyFile reads the key file, or makes it when the store is new.
func loadKeyFile(c *Config, fresh bool) (*box, error) {
	st, err := os.Stat(c.KeyFile)
	switch {
	case errors.Is(err, fs.ErrNotExist) && fresh:
		key := make([]byte, keySize)
		if _, err := io.ReadFull(c.Rand, key); err != nil {
			return nil, fmt.Errorf("store: random bytes: %w", err)
		}
		if err := writeFile(c.KeyFile, key, !c.NoSync); err != nil {
			return nil, fmt.Errorf("store: make key file: %w", err)
		}
		c.Log.Warn("made a new key file: back it up apart from the data, without it nothing can be read", "file", c.KeyFile)
		return newBox(0, key)
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("store: the data file %s is there but its key file %s is not; put the key file back from its backup", c.Path, c.KeyFile)
	case err != nil:
		return nil, fmt.Errorf("store: key file: %w", err)
	case st.Mode().Perm()&0o077 != 0:
		return nil, fmt.Errorf("store: the key file %s can be read by others (mode %04o); run chmod 600 on it", c.KeyFile, st.Mode().Perm())
	}
	key, err := os.ReadFile(c.KeyFile)
	if err != nil {
		return nil, fmt.Errorf("store: key file: %w", err)
	}
	if len(key) != keySize {
		return nil, fmt.Errorf("store: the key file %s holds %d bytes, not %d: it is not a key file", c.KeyFile, len(key), keySize)
	}
	return newBox(0, key)
}

var wrappedKey = []byte("data_key")

// newDataKey makes a data key and returns it wrapped.
func newDataKey(c *Config, file *box) ([]byte, error) {
	key := make([]byte, keySize)
	if _, err := io.ReadFull(c.Rand, key); err != nil {
		return nil, fmt.Errorf("store: random bytes: %w", err)
	}
	return file.seal(c.Rand, bMeta.String(), wrappedKey, key, 0)
}

// openDataKey unwraps the data key and derives from it.
func openDataKey(c *Config, file *box, wrapped []byte) (*keys, error) {
	key, err := unseal(func(uint32) *box { return file }, bMeta.String(), wrappedKey, wrapped)
	if err != nil {
		return nil, fmt.Errorf("store: the key file %s does not fit the data file %s: %w", c.KeyFile, c.Path, err)
	}
	sealKey, err := hkdf.Expand(sha256.New, key, "langnghe store seal 1", keySize)
	if err != nil {
		return nil, fmt.Errorf("store: derive key: %w", err)
	}
	hashKey, err := hkdf.Expand(sha256.New, key, "langnghe store hash 1", keySize)
	if err != nil {
		return nil, fmt.Errorf("store: derive key: %w", err)
	}
	data, err := newBox(dataKeyID, sealKey)
	if err != nil {
		return nil, err
	}
	return &keys{file: file, data: data, hash: newHasher(hashKey)}, nil
}

// writeFile writes a small file so that it is there whole or not at all.
func writeFile(path string, b []byte, sync bool) error {
	err := writeTemp(path, b, sync)
	if err == nil {
		err = publish(path, sync)
	}
	return err
}

// temp is what the name of a file ends in before it is whole.
const temp = ".tmp"

func writeTemp(path string, b []byte, sync bool) error {
	f, err := os.OpenFile(path+temp, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(b)
	if err == nil && sync {
		err = f.Sync()
	}
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	return err
}

func publish(path string, sync bool) error {
	err := os.Rename(path+temp, path)
	if err == nil && sync {
		err = syncDir(filepath.Dir(path))
	}
	return err
}

func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	err = d.Sync()
	if cerr := d.Close(); err == nil {
		err = cerr
	}
	return err
}
