package chat

import (
	"context"
	"time"
)

// What can be done to a group of the bot's own.
const (
	DeedCreate = "create" // Name, About, People, Asset ("": one that is free and large enough)
	DeedInvite = "invite" // People
	DeedAccept = "accept" // People who asked to join
	DeedReject = "reject" // People who asked to join
	DeedRemove = "remove" // People
	DeedRename = "rename" // Name, About
	DeedAsset  = "asset"  // Asset ("": one that is free): the group lives on with it
	DeedDelete = "delete"
	DeedLook   = "look" // nothing: only how it stands
)

// Deed is something done to a group; which, [Outbound.To] says. Of one that
// creates it To's ID is a key of the application's own.
type Deed struct {
	Do     string
	Name   string    `json:",omitempty"`
	About  string    `json:",omitempty"`
	Asset  string    `json:",omitempty"`
	People []Address `json:",omitempty"`
}

// GroupState is how a group stands after a deed.
type GroupState struct {
	Address Address
	Name    string
	Link    string    // by which people join who cannot be invited; "" when that is off
	Members int       // the bot included
	Most    int       // members it may have, 0 when not told
	Asked   []Address // who asked to join and waits for an answer
	Left    []Address // of the deed's people, those the platform would not invite
	Until   time.Time // when what was paid for it ends; zero when not told
	Off     bool      // it is disabled: its time is over
	Gone    bool      // it is no more
}

// Keeper is a channel whose bot makes and keeps groups.
type Keeper interface {
	// Keep does d to the group and says how it stands. A refusal is a
	// *[SendError]; a create whose answer is lost has Maybe set, and
	// [Keeper.Find] tells whether it was made.
	Keep(ctx context.Context, now time.Time, group Address, d Deed) (GroupState, error)
	// Find looks for a group of the bot's by what its description contains.
	Find(ctx context.Context, now time.Time, about string) (GroupState, bool, error)
}
