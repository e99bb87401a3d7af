package client

import (
	"encoding/json"
	"testing"
)

func TestScalar(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]Scalar{
		`"23"`: "23", `23`: "23", `1618218591906093855`: "1618218591906093855", `0.175`: "0.175", `null`: "", `""`: "", `true`: "true", `{"a": 1}`: `{"a": 1}`,
	} {
		var got Scalar
		if err := json.Unmarshal([]byte(text), &got); err != nil || got != want {
			t.Errorf("%s is %q, want %q: %v", text, got, want, err)
		}
	}
	if n, ok := Scalar("1618218591906093855").Int64(); !ok || n != 1618218591906093855 {
		t.Errorf("got %d", n)
	}
	if f, ok := Scalar("0.175").Float64(); !ok || f != 0.175 {
		t.Errorf("got %g", f)
	}
	if _, ok := Scalar("").Float64(); ok {
		t.Error("nothing is no number")
	}
}
