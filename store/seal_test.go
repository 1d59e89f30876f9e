package store

import (
	"bytes"
	"crypto/rand"
	"errors"
	"testing"
)

func testBox(t testing.TB, id uint32) *box {
	b, err := newBox(id, bytes.Repeat([]byte{byte(id)}, keySize))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestSeal(t *testing.T) {
	b, other := testBox(t, 1), testBox(t, 2)
	find := func(id uint32) *box { return map[uint32]*box{1: b, 2: other}[id] }
	for _, plain := range []string{"", "a", "bà con phản ánh"} {
		v, err := b.seal(rand.Reader, "reports", []byte("k"), []byte(plain), 0)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(v, []byte(plain)) && len(plain) > 1 {
			t.Error("the plain text is in the sealed value")
		}
		got, err := unseal(find, "reports", []byte("k"), v)
		if err != nil || string(got) != plain {
			t.Errorf("unseal: %q, %v", got, err)
		}
		// Moved to another record, another bucket, or cut between them elsewhere.
		for _, at := range [][2]string{{"reports", "l"}, {"people", "k"}, {"reportsk", ""}, {"report", "sk"}} {
			if _, err := unseal(find, at[0], []byte(at[1]), v); !errors.Is(err, errSealOpen) {
				t.Errorf("opened at %v: %v", at, err)
			}
		}
		for i := range v {
			bad := bytes.Clone(v)
			bad[i] ^= 1
			if _, err := unseal(find, "reports", []byte("k"), bad); err == nil {
				t.Errorf("opened with byte %d changed", i)
			}
			if _, err := unseal(find, "reports", []byte("k"), v[:i]); err == nil {
				t.Errorf("opened when cut to %d bytes", i)
			}
		}
	}
	v1, _ := b.seal(rand.Reader, "x", nil, []byte("same"), 0)
	v2, _ := b.seal(rand.Reader, "x", nil, []byte("same"), 0)
	if bytes.Equal(v1, v2) {
		t.Error("sealing twice gave the same bytes")
	}
	if _, err := b.seal(bytes.NewReader(nil), "x", nil, nil, 0); err == nil {
		t.Error("sealed without random bytes")
	}
}

func FuzzUnseal(f *testing.F) {
	b := testBox(f, 1)
	v, err := b.seal(rand.Reader, "inbox", []byte("12345678"), []byte("body"), 0)
	if err != nil {
		f.Fatal(err)
	}
	f.Add("inbox", []byte("12345678"), v)
	f.Add("", []byte{}, []byte{1})
	f.Fuzz(func(t *testing.T, bucket string, key, value []byte) {
		plain, err := unseal(func(uint32) *box { return b }, bucket, key, value)
		if err != nil {
			return
		}
		if bucket != "inbox" || string(key) != "12345678" || string(plain) != "body" {
			t.Errorf("something that was never sealed opened")
		}
	})
}

func FuzzDecodeEvent(f *testing.F) {
	b, err := appendEvent(nil, benchEvent(1))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(b)
	f.Add([]byte{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1})
	f.Fuzz(func(t *testing.T, b []byte) {
		e, err := decodeEvent(b)
		if err != nil {
			return
		}
		again, err := appendEvent(nil, e)
		if err != nil {
			return // a time that cannot be written
		}
		if x, err := decodeEvent(again); err != nil || x.Key != e.Key || x.Channel != e.Channel || !bytes.Equal(x.Body, e.Body) {
			t.Errorf("%+v came back as %+v, %v", e, x, err)
		}
	})
}
