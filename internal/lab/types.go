package lab

// Schema is the version of the shapes below. It rises when a field changes its
// meaning or goes; added fields leave it as it is.
const Schema = 1

// Problem says what is wrong with a field of a request.
type Problem struct {
	Field string `json:"field"` // "subject[2].value"
	Text  string `json:"text"`  // a sentence
}

// IssueRequest asks for a client certificate. Every member may be left out; what
// holds then is in Choices.defaults. An empty list is not the default: it asks
// for an empty subject, or for no extension.
type IssueRequest struct {
	Key           string          `json:"key"`          // name of a KeyChoice
	AuthorityKey  string          `json:"authorityKey"` // of root and intermediates
	CSR           string          `json:"csr"`          // a certificate request as pasted; empty for a new key
	Subject       []Attribute     `json:"subject"`      // in the order of the certificate
	Names         []AlternateName `json:"names"`
	NotBefore     string          `json:"notBefore"` // a date or a time of ISO 8601, in UTC
	NotAfter      string          `json:"notAfter"`
	Days          int             `json:"days"`   // instead of notAfter
	Serial        string          `json:"serial"` // hexadecimal; colons and spaces do not matter
	KeyUsage      []string        `json:"keyUsage"`
	ExtKeyUsage   []string        `json:"extKeyUsage"`
	Intermediates int             `json:"intermediates"`
	Authority     string          `json:"authority"` // Issued.authority of before, to issue from the same root
}

// Attribute is one attribute of a subject.
type Attribute struct {
	Type   string `json:"type"`
	Value  string `json:"value"`
	Joined bool   `json:"joined"` // in one RDN with the attribute before it
}

// AlternateName is a subject alternative name.
type AlternateName struct {
	Kind  string `json:"kind"`
	Value string `json:"value"`
}

// PresetRequest asks for a certificate that is wrong on purpose.
type PresetRequest struct {
	Name      string `json:"name"`
	Authority string `json:"authority"` // as in IssueRequest
}

// Issued is a client certificate with all that goes with it; or problems, and
// then nothing else.
type Issued struct {
	Problems  []Problem `json:"problems"`
	Title     string    `json:"title"` // its subject as ALB prints it, or another name of it
	Note      string    `json:"note"`  // what to know of it: that a load balancer refuses it, and why; may be empty
	Files     []File    `json:"files"`
	Script    string    `json:"script"`           // openssl commands that make the same; empty for presets
	NoScript  string    `json:"noScript"`         // why there is none
	Preset    *Preset   `json:"preset,omitempty"` // that was asked for
	Authority string    `json:"authority"`        // the root and its key in PEM. Secret, as the private key is
}

// File is a file to save.
type File struct {
	Name   string `json:"name"`
	Text   string `json:"text"`
	Use    string `json:"use"`    // where it goes, in a sentence
	Secret bool   `json:"secret"` // a private key: shown when asked for, never put in a link
}

// Choices is all that a form for IssueRequest offers.
type Choices struct {
	Presets          []Preset     `json:"presets"`
	Keys             []KeyChoice  `json:"keys"`       // the default first
	Attributes       []string     `json:"attributes"` // most usual first; any OID may be given
	NameKinds        []NameChoice `json:"nameKinds"`
	KeyUsages        []string     `json:"keyUsages"`
	ExtKeyUsages     []string     `json:"extKeyUsages"` // any OID may be given
	MaxIntermediates int          `json:"maxIntermediates"`
	Defaults         IssueRequest `json:"defaults"`
}

// Preset is a certificate that is wrong on purpose, or awkward.
type Preset struct {
	Name     string `json:"name"`
	Title    string `json:"title"`
	Text     string `json:"text"`     // one sentence
	Expected string `json:"expected"` // "Success", or "Failed:" and a reason code
	Basis    string `json:"basis"`    // how sure the reason code is; empty for success
	// MaxVersion is "1.2" if the code shows at TLS 1.2 alone; else empty.
	MaxVersion string `json:"maxVersion"`
}

// KeyChoice is a kind of key.
type KeyChoice struct {
	Name    string `json:"name"`
	Title   string `json:"title"`
	Note    string `json:"note"`    // a sentence, or empty
	Refused bool   `json:"refused"` // a load balancer does not take it
	Slow    bool   `json:"slow"`    // making one takes seconds
}

// NameChoice is a kind of alternative name.
type NameChoice struct {
	Kind    string `json:"kind"`
	Title   string `json:"title"`
	Example string `json:"example"`
}

// PackRequest asks for one archive of the files of a certificate.
type PackRequest struct {
	Files    []File `json:"files"`
	Password string `json:"password"` // of the PKCS#12 in it; a well-known one if empty
}

// Archive is a zip file.
type Archive struct {
	Name   string `json:"name"`
	Base64 string `json:"base64"`
	Cases  int    `json:"cases"` // certificates in it
}

// VerifyRequest asks what a listener would say.
type VerifyRequest struct {
	Chain      string   `json:"chain"`      // certificates as pasted, the leaf first
	TrustStore string   `json:"trustStore"` // as uploaded
	CRLs       []string `json:"crls"`       // each a file, as pasted
	Settings   Settings `json:"settings"`
	Version    string   `json:"version"` // of TLS, "1.2" or "1.3"; empty if it is not known
	Filters    []string `json:"filters"` // as in MaterialRequest
}

// Settings are those of a listener.
type Settings struct {
	Mode             string `json:"mode"` // "off", "passthrough" or "verify"; empty for verify; "required" or "optional" of CloudFront
	IgnoreExpiry     bool   `json:"ignoreExpiry"`
	AdvertiseCANames bool   `json:"advertiseCANames"`
}

// Verdict is what a listener says.
type Verdict struct {
	Status       string      `json:"status"` // "Success", or "Failed:" and a reason code
	OK           bool        `json:"ok"`
	Text         string      `json:"text"`        // what decided, in a sentence
	Reason       string      `json:"reason"`      // the reason code, or empty
	Basis        string      `json:"basis"`       // how sure the reason code is
	Description  string      `json:"description"` // of the reason code, in AWS's words
	Causes       []string    `json:"causes"`      // what usually is behind it
	Todo         string      `json:"todo"`
	S2N          S2N         `json:"s2n"`          // what stock s2n-tls says
	Alternatives []Otherwise `json:"alternatives"` // verdicts that cannot be ruled out
	Notes        []string    `json:"notes"`        // sentences: where Go is of another opinion, what is not documented
	Rules        []Rule      `json:"rules"`        // in order, up to the deciding one
	Path         []PathLink  `json:"path"`         // from the leaf to the anchor
	TrustStore   BundleCheck `json:"trustStore"`
}

// S2N are the errors of s2n-tls with each library beneath it, by their names; empty
// for success, and where it is not asked.
type S2N struct {
	Openssl string `json:"openssl"`
	Awslc   string `json:"awslc"`
}

// Otherwise is another verdict, by another reading.
type Otherwise struct {
	Status string `json:"status"`
	Text   string `json:"text"` // whose reading, in a sentence or two
}

// Rule is one rule as it went.
type Rule struct {
	ID          string     `json:"id"`
	Title       string     `json:"title"`
	Outcome     string     `json:"outcome"` // "passed", "failed" or "skipped"
	Basis       string     `json:"basis"`   // "documented", "follows s2n-tls" or "assumed"
	Source      string     `json:"source"`  // address
	Detail      string     `json:"detail"`  // a sentence
	Certificate int        `json:"certificate"`
	Anchor      int        `json:"anchor"`
	Field       string     `json:"field"` // path in the certificate; may be empty
	Bytes       *ByteRange `json:"bytes,omitempty"`
}

// ByteRange is a place in the DER of a certificate.
type ByteRange struct {
	Offset int `json:"offset"`
	Length int `json:"length"`
}

// PathLink is one certificate of a path.
type PathLink struct {
	Subject     string `json:"subject"`     // as ALB prints it
	Certificate int    `json:"certificate"` // index into the chain, or -1
	Anchor      int    `json:"anchor"`      // index into the trust store, or -1
}

// BundleCheck is a trust store judged as the file that is uploaded.
type BundleCheck struct {
	Accepted     bool            `json:"accepted"` // nothing in it is against a documented rule
	Text         string          `json:"text"`     // a sentence
	Certificates []BundleMember  `json:"certificates"`
	Findings     []BundleFinding `json:"findings"`
	Cleaned      string          `json:"cleaned"` // PEM to download; empty if nothing is left, or nothing was to clean
	Locked       bool            `json:"locked"`  // a password opens it
}

// BundleMember is a certificate of a trust store.
type BundleMember struct {
	Line    int    `json:"line"`
	Subject string `json:"subject"`
	Kept    bool   `json:"kept"`    // in the cleaned file
	Dropped string `json:"dropped"` // why not, or empty
}

// BundleFinding is one thing noticed in a trust store.
type BundleFinding struct {
	ID          string `json:"id"`
	Severity    string `json:"severity"` // "error": the upload or a connection fails; "warning": it does no good
	Basis       string `json:"basis"`
	Line        int    `json:"line"`        // 0 for the whole file
	Certificate int    `json:"certificate"` // index into certificates, or -1
	Text        string `json:"text"`
	Hint        string `json:"hint"`
}

// SimulateRequest asks for a handshake. Every member may be left out.
type SimulateRequest struct {
	Settings   Settings     `json:"settings"`
	TrustStore string       `json:"trustStore"` // as uploaded
	CRLs       []string     `json:"crls"`
	Chain      string       `json:"chain"`      // what the client presents, as pasted; empty for none
	Key        string       `json:"key"`        // private key in PEM: of the leaf, or another one on purpose
	Password   string       `json:"password"`   // of a PKCS#12 store that is the chain, or of the key
	MinVersion string       `json:"minVersion"` // "1.2" or "1.3"; empty for 1.2
	MaxVersion string       `json:"maxVersion"` // empty for 1.3
	Host       string       `json:"host"`       // "mtls.example" if empty
	Port       int          `json:"port"`       // 443 if zero
	Method     string       `json:"method"`     // GET if empty
	Path       string       `json:"path"`       // "/" if empty
	Headers    []HeaderLine `json:"headers"`    // the client's own
	Alerts     bool         `json:"alerts"`     // a handshake that fails ends with an alert, instead of a reset
}

// HeaderLine is a line of a request's head.
type HeaderLine struct {
	Name  string `json:"name"`
	Value string `json:"value"`
	Added bool   `json:"added"` // it is one of the six about client certificates
}

// Simulation is what came of a handshake; or problems, and then nothing else.
type Simulation struct {
	Problems   []Problem    `json:"problems"`
	Title      string       `json:"title"` // a sentence
	Verdict    Verdict      `json:"verdict"`
	Version    string       `json:"version"` // "TLSv1.3"; empty if none was agreed
	Cipher     string       `json:"cipher"`
	Group      string       `json:"group"`      // of the key exchange
	AskedFor   bool         `json:"askedFor"`   // the listener asked for a certificate
	CANames    []string     `json:"caNames"`    // that it named when it asked
	Connected  bool         `json:"connected"`  // the client took the handshake for done
	Alert      string       `json:"alert"`      // that the client saw; empty if none
	AlertNote  string       `json:"alertNote"`  // what is known of how AWS ends a connection; empty without a failure
	HeaderNote string       `json:"headerNote"` // what is known of the client's own headers that look like the listener's; empty without any
	Sent       int          `json:"sent"`       // bytes, from the client's side
	Got        int          `json:"got"`
	Messages   []Message    `json:"messages"`   // in their order
	Transcript []string     `json:"transcript"` // lines in the manner of curl -v
	Request    string       `json:"request"`    // head of the request that the target got, to paste; empty if it got none
	Headers    []HeaderLine `json:"headers"`    // of it
	Status     int          `json:"status"`     // of the response; 0 if there was none
	Response   string       `json:"response"`   // its body
	LogLine    string       `json:"logLine"`    // of the connection log
}

// Message is one arrow of the sequence.
type Message struct {
	From   string   `json:"from"` // "client", "load balancer" or "target"
	To     string   `json:"to"`
	Name   string   `json:"name"`   // "ClientHello"
	Lines  []string `json:"lines"`  // what it carries
	Failed bool     `json:"failed"` // an alert
}

// MaterialRequest gives the lab what a listener has beside the client's
// certificates. It holds for every paste that is examined, until another comes.
type MaterialRequest struct {
	TrustStore string   `json:"trustStore"` // the file's bytes in base64; empty if there is none
	Lists      []string `json:"lists"`      // revocation lists, likewise
	Password   string   `json:"password"`   // of a trust store in PKCS#12
	Filters    []string `json:"filters"`    // identity filters of a Network Load Balancer, "subject-cn=value"; none for an ALB
	Settings   Settings `json:"settings"`
}

// UnlockRequest asks to open the PKCS#12 stores of a paste.
type UnlockRequest struct {
	File     string `json:"file"` // the paste's bytes in base64
	Password string `json:"password"`
}

// Unlocked is what was in them, without the keys.
type Unlocked struct {
	Opened       bool   `json:"opened"`
	Text         string `json:"text"` // a sentence
	PEM          string `json:"pem"`  // certificates and lists
	Certificates int    `json:"certificates"`
	Keys         int    `json:"keys"`
}

// MaterialCheck says what AWS would say of the files.
type MaterialCheck struct {
	TrustStore BundleCheck `json:"trustStore"`
	Lists      []ListCheck `json:"lists"`   // one for each file
	Filters    string      `json:"filters"` // what is wrong with a filter, in a sentence; or empty
}

// ListCheck judges a revocation list as the file that is uploaded.
type ListCheck struct {
	Accepted bool            `json:"accepted"` // nothing in it is against a documented rule
	Text     string          `json:"text"`     // a sentence
	Findings []BundleFinding `json:"findings"`
	Cleaned  []string        `json:"cleaned"` // a file in PEM for each list that can be read
}

// Written is texts of one kind that a client, a log or a scene was written out as.
type Written struct {
	Title   string          `json:"title"`
	Text    string          `json:"text"`    // what they are, in a sentence or two
	Senders []WrittenSender `json:"senders"` // whose headers may be asked for
	Items   []WrittenItem   `json:"items"`
}

// WrittenSender is a sender whose headers may be asked for.
type WrittenSender struct {
	ID    string `json:"id"`
	Title string `json:"title"`
}

// WrittenItem is one of the texts.
type WrittenItem struct {
	ID     string   `json:"id"`
	Part   string   `json:"part"` // what it is a choice of
	Title  string   `json:"title"`
	File   string   `json:"file"` // a name to save it as
	Text   string   `json:"text"`
	Base64 string   `json:"base64"` // of a file that is no text; then text says what it is
	Notes  []string `json:"notes"`  // what is lost, what is assumed, traps; each a sentence
	Trial  string   `json:"trial"`  // how it was tried, in a sentence
}
