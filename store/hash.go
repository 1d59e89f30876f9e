package store

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"hash"
	"sync"
)

// hkey is a keyed hash as a bucket key: HMAC-SHA256 cut to 16 bytes.
type hkey [16]byte

// hasher makes keyed hashes. It is safe for concurrent use.
type hasher struct{ pool sync.Pool }

type hashing struct {
	mac hash.Hash
	buf []byte
}

func newHasher(key []byte) *hasher {
	h := &hasher{}
	h.pool.New = func() any { return &hashing{mac: hmac.New(sha256.New, key)} }
	return h
}

// sum hashes parts for one purpose. Each part goes in with its length, so that
// no two lists of parts look alike.
func (h *hasher) sum(kind string, a, b string) hkey {
	w := h.pool.Get().(*hashing)
	w.buf = w.buf[:0]
	for _, p := range [...]string{kind, a, b} {
		w.buf = binary.AppendUvarint(w.buf, uint64(len(p)))
		w.buf = append(w.buf, p...)
	}
	w.mac.Reset()
	w.mac.Write(w.buf)
	w.buf = w.mac.Sum(w.buf[:0])
	k := hkey(w.buf[:16])
	h.pool.Put(w)
	return k
}

// Hash is the keyed hash of value for a purpose of the caller's, in hexadecimal.
func (s *Store) Hash(kind, value string) string {
	k := s.keys.hash.sum("public", kind, value)
	return hex.EncodeToString(k[:])
}
