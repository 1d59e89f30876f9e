// Package text reads what people type to the bot in Vietnamese, and hides what must not be kept.
//
// Many of the people who write are retired and type without accents, with half-decoded Telex or VNI keys, with "ạ" and
// "nhé" at the end, on phones that send decomposed Unicode. So there are three views of one message:
//
//   - Clean keeps the words as written and only repairs the encoding. It is what gets stored.
//   - Key keeps the accents and drops what does not carry meaning: case, old or new tone placement, spacing.
//   - Fold drops the accents too. It is the key of last resort, because "dừng" (stop) and "đúng" (right) fold alike.
//
// A Vocabulary compares messages with command phrases in that order and reports a tie instead of guessing. YesNo,
// Number, Menu and Date each read one kind of answer, and say no when they are not sure. Mask replaces personal
// data by "[đã che]" and leaves streets, lanes, sums and dates readable. Secret notices the wording of classified
// papers. Split cuts a long text for platforms that limit a message.
//
// Everything here is a pure function of its arguments: no clock, no files, no state that changes after start. All of it
// may be called from many goroutines.
package text
