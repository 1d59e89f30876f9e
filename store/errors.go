package store

import (
	"encoding/hex"
	"errors"
	"fmt"
	"runtime"
	"runtime/debug"
	"syscall"

	berrors "go.etcd.io/bbolt/errors"

	"langnghe/bot"
)

// ErrStore means that the data file could not be written or read: nothing is
// known to have been kept. The store mends itself when it can.
var ErrStore = bot.ErrStore

// ErrNoMedia means that there is no file of that id.
var ErrNoMedia = bot.ErrNoMedia

// CorruptError names a record that is there but cannot be read. It tells no
// content; Key is hexadecimal.
type CorruptError struct {
	Bucket string
	Key    string
	Err    error
}

// Error says where the damage is.
func (e *CorruptError) Error() string {
	return fmt.Sprintf("store: record %s/%s cannot be read: %v", e.Bucket, e.Key, e.Err)
}

// StoreFault tells whoever recovers a panic that the line itself is damaged: an
// accepted event or a timer that cannot be read. Any other record concerns only
// those who need it, and the events that do are put aside one by one.
func (e *CorruptError) StoreFault() bool {
	return e.Bucket == bInbox.String() || e.Bucket == bTimers.String() || e.Bucket == bTimerDue.String()
}

// Unwrap gives the cause.
func (e *CorruptError) Unwrap() error { return e.Err }

// PanicError is a panic inside a function given to Update or View. It carries
// the stack for the operator, and of the value only what cannot hold data.
type PanicError struct {
	What  string
	Stack string
}

// Error says what kind of panic it was; the stack is a field of its own.
func (e *PanicError) Error() string { return "store: panic in a transaction: " + e.What }

// guard runs f and turns a panic into an error.
func guard(f func() error) (err error) {
	defer func() {
		switch r := recover().(type) {
		case nil:
		case *CorruptError:
			err = r
		case runtime.Error:
			err = &PanicError{What: r.Error(), Stack: string(debug.Stack())}
		default:
			err = &PanicError{What: fmt.Sprintf("%T", r), Stack: string(debug.Stack())}
		}
	}()
	return f()
}

func corrupt(b bucket, key []byte, err error) *CorruptError {
	return &CorruptError{Bucket: b.String(), Key: hex.EncodeToString(key), Err: err}
}

// full reports whether err says that there is no room.
func full(err error) bool {
	return errors.Is(err, berrors.ErrMaxSizeReached) || errors.Is(err, syscall.ENOSPC)
}
