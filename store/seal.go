package store

import (
	"crypto/cipher"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"sync"

	"golang.org/x/crypto/chacha20poly1305"
)

// A sealed value is: version byte, key id, nonce, ciphertext with its tag. What
// it is (bucket and record key) is bound to it as associated data, so that a
// value moved to another record does not open.
const (
	sealVersion = 1
	sealHead    = 1 + 4
	sealNonce   = chacha20poly1305.NonceSizeX
	keySize     = chacha20poly1305.KeySize
)

var (
	errSealShort   = errors.New("too short to be a sealed value")
	errSealVersion = errors.New("sealed by a version unknown here")
	errSealKey     = errors.New("sealed under a key that is not here")
	errSealOpen    = errors.New("does not open: damaged, moved or another key")
)

// box is one key and its number.
type box struct {
	id   uint32
	aead cipher.AEAD
}

func newBox(id uint32, key []byte) (*box, error) {
	a, err := chacha20poly1305.NewX(key)
	if err != nil {
		return nil, fmt.Errorf("store: key: %w", err)
	}
	return &box{id: id, aead: a}, nil
}

// seal seals plain for one record. head bytes are left free in front of it.
func (b *box) seal(rand io.Reader, bucket string, key, plain []byte, head int) ([]byte, error) {
	n := head + sealHead + sealNonce
	out := make([]byte, n, n+len(plain)+b.aead.Overhead())
	out[head] = sealVersion
	binary.BigEndian.PutUint32(out[head+1:], b.id)
	nonce := out[head+sealHead : n]
	if _, err := io.ReadFull(rand, nonce); err != nil {
		return nil, fmt.Errorf("store: random bytes: %w", err)
	}
	var ad [128]byte
	return b.aead.Seal(out, nonce, plain, associated(ad[:0], bucket, key)), nil
}

// unseal opens a sealed value into fresh memory; find gives the box of a number
// or nil.
func unseal(find func(id uint32) *box, bucket string, key, value []byte) ([]byte, error) {
	if len(value) < sealHead+sealNonce+chacha20poly1305.Overhead {
		return nil, errSealShort
	}
	if value[0] != sealVersion {
		return nil, errSealVersion
	}
	b := find(binary.BigEndian.Uint32(value[1:]))
	if b == nil {
		return nil, errSealKey
	}
	var ad [128]byte
	nonce, text := value[sealHead:sealHead+sealNonce], value[sealHead+sealNonce:]
	plain, err := b.aead.Open(nil, nonce, text, associated(ad[:0], bucket, key))
	if err != nil {
		return nil, errSealOpen
	}
	return plain, nil
}

func associated(buf []byte, bucket string, key []byte) []byte {
	buf = append(buf, bucket...)
	buf = append(buf, 0)
	return append(buf, key...)
}

// lockedReader makes a reader given by a test safe for concurrent use.
type lockedReader struct {
	mu sync.Mutex
	r  io.Reader
}

func (l *lockedReader) Read(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.r.Read(p)
}
