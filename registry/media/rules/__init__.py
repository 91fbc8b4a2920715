"""pictures: drawn anew, without anything but their dots    recordings: which are read, how long they may be"""
