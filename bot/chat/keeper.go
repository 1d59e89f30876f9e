package chat

import (
	"context"
	"time"
)

// What can be done to a group of the bot's own.
const (
	DeedCreate = "create" // Name, About with Mark in it, People, Room, Asset ("": one that is free and large enough)
	DeedFind   = "find"   // Mark: see [Keeper.Find]; what became of a create whose answer was lost
	DeedInvite = "invite" // People
	DeedAccept = "accept" // People who asked to join
	DeedReject = "reject" // People who asked to join
	DeedRemove = "remove" // People
	DeedRename = "rename" // Name, About
	DeedAsset  = "asset"  // Room, Asset ("": one that is free): the group lives on with it
	DeedDelete = "delete"
	DeedLook   = "look" // nothing: only how it stands
)

// Deed is something done to a group; which, [Outbound.To] says. Of one that
// creates or finds it To's ID is a key of the application's own.
type Deed struct {
	Do     string
	Name   string    `json:",omitempty"`
	About  string    `json:",omitempty"`
	Mark   string    `json:",omitempty"` // stands in About and in no other group's
	Asset  string    `json:",omitempty"`
	Room   int       `json:",omitempty"` // how many people it must hold, the bot apart
	People []Address `json:",omitempty"` // of a create those it begins with, an administrator of the bot's account among them

	Lost int `json:",omitempty"` // how often the answer of this create was lost; the application's own count
}

// GroupState is how a group stands after a deed.
type GroupState struct {
	Address Address
	Name    string
	About   string
	Link    string    // by which people join who cannot be invited; "" when that is off
	Members int       // the bot included
	Most    int       // members it may have, 0 when not told
	In      []Address // of a look: who is in it, the bot apart
	Asked   []Asking  // of a look: who asked to join and waits for an answer
	Left    []Address // of the deed's people, those the platform would not invite
	Until   time.Time // the first moment without what was paid for; zero when it has no end or that is not told
	Off     bool      // it is disabled: its time is over
	Gone    bool      // it is no more, or nothing was found
}

// Asking is somebody who asked to join. Name is what the platform shows of him;
// it is for the one message in which his wish is told.
type Asking struct {
	Address Address
	Name    string
}

// Keeper is a channel whose bot makes and keeps groups.
type Keeper interface {
	// Keep does d, which is no find, to the group and says how it stands; what the
	// platform did not tell is zero. A refusal is a *[SendError]. Reason is
	// "no_asset" when nothing that was paid for is free, "no_admin" when
	// the people of a create hold no administrator. A create whose answer is
	// lost has Maybe set, and [Keeper.Find] tells whether it was made.
	Keep(ctx context.Context, now time.Time, group Address, d Deed) (GroupState, error)
	// Find looks for a group of the bot's by what its description contains.
	Find(ctx context.Context, now time.Time, about string) (GroupState, bool, error)
}
