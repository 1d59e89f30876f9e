package bot

import (
	"errors"
	"time"

	"langnghe/bot/chat"
	"langnghe/bot/media"
)

// MediaState is where a thing somebody sent besides words stands.
type MediaState string

// The states. A record stays when its file goes, so that a report can say what
// there was.
const (
	MediaWanted  MediaState = "wanted"  // to be fetched from the platform
	MediaKept    MediaState = "kept"    // its file lies beside the store
	MediaRefused MediaState = "refused" // Reason says why; nothing is kept
	MediaGone    MediaState = "gone"    // was kept; its time was over, or somebody took it back
)

// Media is a photo, a voice note or a file a person sent: what is known of it.
// Its bytes are in the [MediaStore] while it is kept.
type Media struct {
	ID     string // ours; means nothing
	Kind   media.Kind
	Chat   chat.Address `json:",omitzero"`  // who is told when it is refused; its channel fetches it
	Ref    string       `json:",omitempty"` // the platform's handle; emptied when it is settled
	Size   int64        `json:",omitempty"` // bytes, as far as known
	Ext    string       `json:",omitempty"` // of what is kept: "jpg"
	State  MediaState
	Reason string `json:",omitempty"` // why refused or gone: a key, never words
	Person string `json:",omitempty"` // who sent it; emptied when he is erased
	Unit   string `json:",omitempty"` // whose people may see it
	Report string `json:",omitempty"` // the report it belongs to, once filed
	Run    string `json:",omitempty"` // the conversation it was sent in
	At     time.Time
}

// ErrNoMedia means that there is no file of that id: it never came, or is gone.
var ErrNoMedia = errors.New("bot: there is no such photo, voice note or file")

// MediaStore keeps the bytes of what is [MediaKept], sealed. A change that puts
// a record in another state than wanted or kept removes its file.
type MediaStore interface {
	// PutMedia keeps b durably before it returns, replacing what was there.
	// The record is put as kept after it, so that there never is a record
	// without a file; a file without a record goes after a day. When there is
	// no room it answers [chat.ErrFull].
	PutMedia(id string, k media.Kind, b []byte) error
	// Media gives the bytes, or [ErrNoMedia].
	Media(id string) ([]byte, error)
	// DropMedia removes a file no record asks for; one that is gone stays gone.
	DropMedia(id string) error
}
