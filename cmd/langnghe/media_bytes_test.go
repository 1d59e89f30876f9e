package main

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/png"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
)

// setting changes the town's config.yaml and starts the program anew.
func (w *town) setting(from, to string) {
	w.Helper()
	b, err := os.ReadFile(filepath.Join(w.dir, "config.yaml"))
	w.must(err)
	if !strings.Contains(string(b), from) {
		w.Fatalf("no %q in config.yaml", from)
	}
	w.write("config.yaml", strings.Replace(string(b), from, to, 1))
	w.restart()
}

// pngBomb is the head of a PNG that claims a size.
func pngBomb(w, h uint32) []byte {
	body := binary.BigEndian.AppendUint32([]byte("IHDR"), w)
	body = append(binary.BigEndian.AppendUint32(body, h), 8, 6, 0, 0, 0)
	b := append([]byte("\x89PNG\r\n\x1a\n"), 0, 0, 0, 13)
	return binary.BigEndian.AppendUint32(append(b, body...), crc32.ChecksumIEEE(body))
}

// noise is a picture that packs badly.
var noise = sync.OnceValue(func() []byte {
	m := image.NewRGBA(image.Rect(0, 0, 900, 700))
	r := rand.New(rand.NewPCG(1, 2))
	for i := range m.Pix {
		m.Pix[i] = byte(r.Uint32())
	}
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		panic(err)
	}
	return b.Bytes()
})
