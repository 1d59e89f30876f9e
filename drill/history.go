package drill

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	sum "hash"
	"io"
	"time"
)

// history is what crossed the program's edge, in order: as a sum, and in words
// where somebody wants to read it.
type history struct {
	sum sum.Hash
	out io.Writer // nil for nobody
	err error     // of out
}

func newHistory(out io.Writer) *history { return &history{sum: sha256.New(), out: out} }

func (h *history) add(at time.Time, format string, args ...any) {
	line := at.UTC().Format(time.RFC3339Nano) + " " + fmt.Sprintf(format, args...) + "\n"
	_, _ = io.WriteString(h.sum, line)
	if h.out != nil && h.err == nil {
		_, h.err = io.WriteString(h.out, line)
	}
}

// digest is the sum of what was added so far.
func (h *history) digest() string { return hex.EncodeToString(h.sum.Sum(nil)) }
