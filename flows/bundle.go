package flows

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
)

// maxBundle bounds what a bundle may unpack to.
const maxBundle = 2 * maxFolder

// seal works out the bundle and the version: a JSON object of file contents by
// name, whose keys encoding/json puts in order. The hash is taken before
// compression, so a newer compressor does not change a version.
func (s *Set) seal(files map[string][]byte) {
	byName := make(map[string]string, len(files))
	for name, b := range files {
		byName[name] = string(b)
	}
	plain, _ := json.Marshal(byName) // of a map of strings: cannot fail
	sum := sha256.Sum256(plain)
	s.version = hex.EncodeToString(sum[:8])
	var b bytes.Buffer
	z, _ := gzip.NewWriterLevel(&b, gzip.BestCompression)
	_, _ = z.Write(plain) // into memory: cannot fail
	_ = z.Close()
	s.bundle = b.Bytes()
}

// LoadBundle is [Load] from what [Set.Bundle] gave, so that a conversation can
// stay on the version it began with.
func LoadBundle(b []byte, needs Needs) (*Set, []Problem) {
	broken := []Problem{{File: "bundle", Message: "gói luồng đã hỏng; hãy nạp lại từ thư mục luồng"}}
	z, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		return nil, broken
	}
	plain, err := io.ReadAll(io.LimitReader(z, maxBundle+1))
	if err != nil || len(plain) > maxBundle {
		return nil, broken
	}
	var byName map[string]string
	if err := json.Unmarshal(plain, &byName); err != nil || len(byName) > maxFiles {
		return nil, broken
	}
	files := make(map[string][]byte, len(byName))
	for name, s := range byName {
		files[name] = []byte(s)
	}
	return load(files, needs, nil)
}
