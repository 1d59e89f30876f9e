module langnghe/bench/goflow

go 1.26.0

require github.com/nyaruka/goflow v0.250.0
