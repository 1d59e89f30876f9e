package chat

import (
	"context"
	"time"
)

// Kinds of what can be sent besides words, in [Media], [Attach] and [File].
const (
	Photo = "photo"
	Voice = "voice"
	Doc   = "file"
)

// Attach names something kept that goes out with a message. Its bytes are read
// when it is sent, so that the outbox holds no copy and what was let go
// meanwhile does not go out.
type Attach struct {
	ID   string // the application's
	Kind string // Photo, Voice or Doc
	Name string // shown to the reader: "anh-1.jpg"
}

// File is an [Attach] with its bytes.
type File struct {
	Kind  string
	Name  string
	Bytes []byte
}

// FileSender is a channel that can send files.
type FileSender interface {
	// Takes reports whether a file of this kind, extension ("jpg") and size
	// in bytes can be sent at all. It is pure.
	Takes(kind, ext string, size int64) bool
	// SendFile delivers f to m.To with m.Text below it where the platform
	// allows; it is to a message with an Attach what Send is to any other, and
	// refuses as Send does.
	SendFile(ctx context.Context, now time.Time, m Outbound, f File) (Receipt, error)
}

// Fetcher is a channel from which what people send besides words can be brought.
type Fetcher interface {
	// Fetch gives the bytes of a [Media] Ref, at most limit (0: what the
	// platform allows). A refusal is a *[SendError]: Invalid with the reason
	// "too_big" or "media" when it can never be had, Retry when it may be
	// later. An address that is not the platform's own is never asked.
	Fetch(ctx context.Context, now time.Time, ref string, limit int64) ([]byte, error)
}

// Fetch asks for something people sent to be brought.
type Fetch struct {
	ID   string // the application's
	Kind string // as it was sent: Photo, Voice or Doc
	Ref  string // [Media.Ref]
}

// Template is a message of a text that the platform approved beforehand; it may
// go to somebody to whom the window is closed, and costs money.
type Template struct {
	ID    string            // the platform's
	Data  map[string]string // its parameters
	Phone string            // to whom, as 84…, where it goes by number; "": to the address
	Track string            // comes back with the word that it was delivered; at most 48 letters, ours
}
