// SoleusRuntime begins here.
